package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.text.PlainText;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an issue says about its conversation: a description of the facts and as much of the transcript as Jira takes, and the whole
 * transcript as a text file. Everything in it is plain text, whatever a visitor wrote.
 *
 * @param label the conversation's label, which also stands in the description
 * @param satisfaction the settled answers, empty when unknown
 * @param conversation the normalised conversation, empty when it was not looked up
 * @param visitor the normalised visitor, empty when unknown
 * @param link where to read the conversation, or ""
 */
record TicketText(String label, Map<?, ?> satisfaction, Map<?, ?> conversation, Map<?, ?> visitor, String link) {

    private static final String CUT = "… the whole conversation is attached";
    private static final String SHORTENED = "(The conversation was longer than what iAdvize hands out at once.)";
    private static final int LONGEST_FACT = 500;
    private static final Pattern WEB = Pattern.compile("^https?://");
    private static final int MOST_FORM_VALUES = 20;
    private static final String COMMENT = "Comment: ";

    /** A description, and whether the transcript had to be cut. */
    record Description(ObjectNode document, boolean cut) {}

    Description description() {
        AdfWriter adf = new AdfWriter(AdfWriter.reserve(CUT));
        facts(adf);
        String comment = comment();
        boolean whole = comment.isEmpty() || adf.paragraph(COMMENT, comment);
        List<Message> messages = messages();
        if (!messages.isEmpty()) {
            adf.heading("Conversation");
            for (Message message : messages) {
                whole = whole && adf.paragraph(message.head() + ": ", message.text());
            }
        }
        if (!whole) {
            adf.closing(CUT);
        }
        return new Description(adf.document(), !whole);
    }

    /** Everything that was said, as a text file. */
    String transcript() {
        String comment = comment().isEmpty() ? "" : COMMENT + comment() + "\n\n";
        String lines = messages().stream().map(m -> m.head() + ": " + m.text()).collect(Collectors.joining("\n"));
        return comment + lines + "\n";
    }

    /** All of a description, and everything that was said, as a text file: for an issue that can have no description. */
    String whole(Description description) {
        return AdfWriter.text(description.document()) + (description.cut() ? "\n" + transcript() : "");
    }

    private String comment() {
        return PlainText.lines(satisfaction.get("satisfactionComment")).strip();
    }

    private void facts(AdfWriter adf) {
        fact(adf, "Reference", label);
        fact(adf, "Customer satisfaction", outOf(satisfaction.get("customerSatisfaction"), "5"));
        fact(adf, "Net promoter score", outOf(satisfaction.get("netPromoterScore"), "10"));
        fact(adf, "Visitor", joined(" ", visitor.get("firstName"), visitor.get("lastName")));
        fact(adf, "E-mail", visitor.get("email"));
        fact(adf, "Phone", visitor.get("phoneNumber"));
        fact(adf, "Customer number", visitor.get("externalUserId"));
        fact(adf, "Channel", conversation.get("channel"));
        fact(adf, "Project", map(conversation, "project").get("name"));
        fact(adf, "Operators", operators());
        fact(adf, "Closed at", conversation.get("closedAt"));
        if (isWeb(link)) {
            adf.link("Link: ", link);
        } else {
            fact(adf, "Link", link);
        }
        fact(adf, "Tags", list(conversation, "tags"));
        map(conversation, "closingFormValues").entrySet().stream()
                .limit(MOST_FORM_VALUES)
                .forEach(entry -> fact(adf, PlainText.line(entry.getKey(), 100), entry.getValue()));
    }

    private static void fact(AdfWriter adf, String name, Object value) {
        String shown = value instanceof Collection<?> many
                ? many.stream().map(PlainText::lines).collect(Collectors.joining(", "))
                : PlainText.lines(value);
        shown = PlainText.line(shown, LONGEST_FACT);
        if (!shown.isEmpty() && !name.isEmpty()) {
            adf.paragraph(name + ": ", shown);
        }
    }

    private String operators() {
        List<String> names = new ArrayList<>();
        for (Object operator : list(conversation, "operators")) {
            if (operator instanceof Map<?, ?> each) {
                String name = joined(" ", each.get("firstName"), each.get("lastName"));
                names.add(name.isEmpty() ? PlainText.lines(each.get("id")) : name);
            }
        }
        return String.join(", ", names);
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Object item : list(conversation, "transcript")) {
            if (item instanceof Map<?, ?> message) {
                String name = joined(", ", message.get("name"), message.get("author"));
                String head = joined(" ", PlainText.line(message.get("createdAt"), 40), PlainText.line(name, 150));
                messages.add(new Message(head.isEmpty() ? "-" : head, PlainText.lines(message.get("text"))));
            }
        }
        if (Boolean.TRUE.equals(conversation.get("transcriptTruncated"))) {
            messages.add(new Message("Aftertalk", SHORTENED));
        }
        return messages;
    }

    private record Message(String head, String text) {}

    private static String outOf(Object score, String best) {
        return score == null ? "" : PlainText.line(score, 20) + " of " + best;
    }

    private static String joined(String separator, Object... parts) {
        return Arrays.stream(parts)
                .map(part -> PlainText.lines(part).strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(separator));
    }

    private static boolean isWeb(String link) {
        try {
            URI uri = URI.create(link);
            return link.length() <= 1000
                    && uri.getHost() != null
                    && WEB.matcher(link).find();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<?, ?> map(Map<?, ?> in, String key) {
        return in.get(key) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static Collection<?> list(Map<?, ?> in, String key) {
        return in.get(key) instanceof Collection<?> found ? found : List.of();
    }
}
