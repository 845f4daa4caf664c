package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.text.MailAddress;
import dev.aftertalk.text.PlainText;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fits text into Salesforce's standard fields, which refuse the whole record for one text that is too long. An e-mail address that would have
 * to be cut, or is none ({@link MailAddress}), is left out: Salesforce refuses it, and a cut one is somebody else's.
 */
final class FieldLimits {

    private static final String CUT = "\n… (cut here: Salesforce takes no more. The whole text is in iAdvize.)";
    private static final int LONG_TEXT = 32_000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\uFFFE\\uFFFF]");

    private static final Map<String, Integer> LEAD = Map.ofEntries(
            Map.entry("FirstName", 40),
            Map.entry("MiddleName", 40),
            Map.entry("LastName", 80),
            Map.entry("Company", 255),
            Map.entry("Email", 80),
            Map.entry("Phone", 40),
            Map.entry("MobilePhone", 40),
            Map.entry("Fax", 40),
            Map.entry("Title", 128),
            Map.entry("Website", 255),
            Map.entry("Street", 255),
            Map.entry("City", 40),
            Map.entry("State", 80),
            Map.entry("PostalCode", 20),
            Map.entry("Country", 80),
            Map.entry("LeadSource", 255),
            Map.entry("Description", LONG_TEXT));
    private static final Map<String, Integer> TASK =
            Map.of("Subject", 255, "Description", LONG_TEXT, "Status", 255, "Priority", 255, "CallDisposition", 255);

    private FieldLimits() {}

    /** The value to send for a field of {@code Lead} or {@code Task}; null when it can't be sent. */
    static Object fit(String object, String field, Object value) {
        if (!(value instanceof CharSequence)) {
            return value;
        }
        String text = UNPRINTABLE.matcher(value.toString()).replaceAll("").strip();
        if (text.isEmpty()) {
            return null;
        }
        if (object.equals("Lead") && field.equals("Email")) {
            String address = MailAddress.ascii(text);
            return address != null && address.length() <= LEAD.get(field) ? address : null;
        }
        Integer longest = (object.equals("Lead") ? LEAD : TASK).get(field);
        return longest == null ? text : cut(text, longest);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        String note = longest == LONG_TEXT ? CUT : "…";
        return PlainText.head(text, longest - note.length()).stripTrailing() + note;
    }
}
