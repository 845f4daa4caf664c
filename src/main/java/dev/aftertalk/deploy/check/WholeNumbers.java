package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.SimpleWords.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells where Simple compares what may be a decimal with a whole number: it then cuts the decimal to a whole number, so that 9.5 is not more
 * than 9, and equals it. What is more and what is less it works out by value beside a '9.0' in quotes, of each type of numbers, and what is equal
 * beside a 9.0 without.
 */
final class WholeNumbers {

    /** Data that came with the event or was looked up: of what steps make themselves the name says more than can be known here. */
    private static final Pattern DATA =
            Pattern.compile("(?:body|bodyAs\\([^)]*\\))\\??[.\\[].+|variable\\.[\\w-]+\\??[.\\[].+");

    /** Names of what is counted, dated or numbered. */
    private static final Pattern WHOLE = Pattern.compile(
            "(?i).*(ids?|counts?|number|size|length|quantity|qty|year|month|day|hour|minutes?|seconds?|millis|age|code|status|attempts?"
                    + "|index|position|satisfaction|score|stars|level|version|channel)|nps|size\\(\\)|length\\(\\)");

    private static final Pattern COMPARED =
            Pattern.compile("\\s*(==|!=|>=|<=|>|<)\\s+('?)(?:([+-]?\\d+)\\2(?![\\w.'])|\\$\\{variable\\.([\\w-]+)})");

    private WholeNumbers() {}

    /**
     * What is doubtful in a condition.
     *
     * @param whole variables that are always set to whole numbers
     */
    static List<Said> doubts(String text, Set<String> whole) {
        List<Said> said = new ArrayList<>();
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 1)) {
            int end = Address.end(text, at);
            String inside = text.substring(at + 2, Math.max(at + 2, end - 1));
            Matcher compared = COMPARED.matcher(text).region(end, text.length());
            if (!DATA.matcher(inside).matches() || WHOLE.matcher(last(inside)).matches() || !compared.lookingAt()) {
                continue;
            }
            boolean equal =
                    compared.group(1).endsWith("=") && !compared.group(1).matches("[<>]=");
            boolean quoted = !compared.group(2).isEmpty();
            String number = compared.group(3);
            String variable = compared.group(4);
            if (number != null && !(equal && quoted)) {
                said.add(doubt(
                        text.substring(at, end), inside, "write " + (equal ? number + ".0" : "'" + number + ".0'")));
            } else if (number == null && !equal && whole.contains(variable)) {
                said.add(doubt(
                        text.substring(at, end),
                        inside,
                        "write .0 behind the number that '" + variable + "' is set to"));
            }
        }
        return said;
    }

    private static Said doubt(String part, String inside, String instead) {
        return new Said(
                part,
                "a decimal is cut to a whole number here, so that 9.5 counts as 9; " + instead + " if " + last(inside)
                        + " may be one");
    }

    /** The last step of a path. */
    private static String last(String inside) {
        String[] parts = inside.replaceAll("[\\]'\"?]+$", "").split("[\\[.'\"?\\]]+");
        return parts[parts.length - 1];
    }
}
