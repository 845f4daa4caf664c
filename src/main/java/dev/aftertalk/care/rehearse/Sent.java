package dev.aftertalk.care.rehearse;

import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.text.PlainText;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.SensitiveUtils;
import org.apache.camel.util.URISupport;

/** Words for a message on its way to another system. */
final class Sent {

    private static final int LONGEST_BODY = 100_000;

    private Sent() {}

    /** @param uri where it goes, as the workflow says it */
    static Action of(Exchange exchange, String uri) {
        Message message = exchange.getMessage();
        return message.getBody() instanceof MimeMessage mail ? mail(mail) : message(message, uri);
    }

    private static Action mail(MimeMessage mail) {
        Map<String, String> details = new LinkedHashMap<>();
        try {
            put(details, "To", InternetAddress.toString(mail.getRecipients(RecipientType.TO)));
            put(details, "Cc", InternetAddress.toString(mail.getRecipients(RecipientType.CC)));
            put(details, "Bcc", InternetAddress.toString(mail.getRecipients(RecipientType.BCC)));
            put(details, "Reply-To", mail.getHeader("Reply-To", ", "));
            put(details, "Subject", mail.getSubject());
            parts(details, mail);
        } catch (MessagingException e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Action("E-mail", details);
    }

    private static void parts(Map<String, String> details, Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart each = parts.getBodyPart(i);
                parts(details, each);
            }
        } else if (content instanceof String text) {
            put(details, part.isMimeType("text/html") ? Comparison.HTML : Comparison.TEXT, text);
        } else {
            put(details, "Attachment", part.getFileName());
        }
    }

    private static void put(Map<String, String> details, String name, String value) {
        if (value != null && !value.isEmpty()) {
            details.put(name, value);
        }
    }

    private static Action message(Message message, String uri) {
        Map<String, String> details = new LinkedHashMap<>();
        put(details, "Method", message.getHeader(Exchange.HTTP_METHOD, String.class));
        String to = message.getHeader(Exchange.HTTP_URI, String.class);
        put(details, "Address", to == null ? null : URISupport.sanitizeUri(to));
        put(details, "Path", message.getHeader(Exchange.HTTP_PATH, String.class));
        for (String each : new String[] {Exchange.HTTP_QUERY, Exchange.HTTP_RAW_QUERY}) {
            String query = message.getHeader(each, String.class);
            put(
                    details,
                    "Query",
                    query == null ? null : URISupport.sanitizeUri("?" + query).substring(1));
        }
        new TreeMap<>(message.getHeaders()).forEach((name, value) -> {
            if (!name.startsWith("Camel") && value != null) {
                put(details, name, isSecret(name) ? hidden() : PlainText.cut(String.valueOf(value), 1_000));
            }
        });
        String body = message.getBody(String.class);
        put(details, "Body", body == null ? null : PlainText.cut(body, LONGEST_BODY));
        return new Action(URISupport.sanitizeUri(uri), details);
    }

    private static boolean isSecret(String header) {
        return SensitiveUtils.containsSensitive(header)
                || header.matches("(?i).*(authorization|cookie|api-?key|token).*");
    }

    private static String hidden() {
        return "(not shown)";
    }
}
