package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which conversations figures are asked for; null is all.
 *
 * @param project number of an iAdvize project
 * @param channel as iAdvize spells it, such as {@code CHAT}
 * @param operator id of an operator who took part, perhaps beside others
 */
public record Filter(Long project, String channel, String operator) {

    public static final Filter NONE = new Filter(null, null, null);

    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException for what can't be read, in words for the caller; null and blank are all */
    public static Filter of(String project, String channel, String operator) {
        String number = text("project", project);
        if (number != null && !number.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("project must be the number of an iAdvize project, such as 1549.");
        }
        String name = text("channel", channel);
        return new Filter(
                number == null ? null : Long.valueOf(number),
                name == null ? null : name.toUpperCase(Locale.ROOT),
                text("operator", operator));
    }

    /** The same for all of that kind. */
    public Filter without(Dimension by) {
        return new Filter(
                by == Dimension.PROJECT ? null : project,
                by == Dimension.CHANNEL ? null : channel,
                by == Dimension.OPERATOR ? null : operator);
    }

    /** The conditions on project and channel, each to follow another condition. */
    String conditions() {
        return (project == null ? "" : " AND project_id = ?") + (channel == null ? "" : " AND channel = ?");
    }

    /** The values of {@link #conditions()}, after others. */
    List<Object> after(List<?> values) {
        List<Object> all = new ArrayList<>(values);
        if (project != null) {
            all.add(project);
        }
        if (channel != null) {
            all.add(channel);
        }
        return all;
    }

    /** The values of a condition on the operator, if there is one, and of {@link #conditions()}, after others. */
    List<Object> operatorAndOthersAfter(List<?> values) {
        List<Object> all = new ArrayList<>(values);
        if (operator != null) {
            all.add(operator);
        }
        return after(all);
    }

    private static String text(String name, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.length() > LONGEST || !text.equals(PlainText.storable(text))) {
            throw new IllegalArgumentException(name + " must be a text of at most " + LONGEST + " characters.");
        }
        return text;
    }
}
