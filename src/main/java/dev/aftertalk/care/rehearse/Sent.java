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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.SensitiveUtils;
import org.apache.camel.util.URISupport;

/** Words for a message on its way to another system. */
final class Sent {

    private static final Pattern SECRET_IN_ADDRESS =
            Pattern.compile("(?i)([?&][\\w.-]*(?:token|secret|passw|pwd|key|sig|signature|auth|code)=)[^&]*");

    private static final int LONGEST_BODY = 100_000;

    /** Another in each process, so that nobody can guess what a mark stands for. */
    private static final String SALT = UUID.randomUUID().toString();

    private Sent() {}

    /** @param uri where it goes, as the workflow says it */
    static Action of(Exchange exchange, String uri) {
        Message message = exchange.getMessage();
        return message.getBody() instanceof MimeMessage mail ? mail(mail, uri) : message(message, uri);
    }

    private static Action mail(MimeMessage mail, String uri) {
        Map<String, String> details = new LinkedHashMap<>();
        try {
            put(details, "To", InternetAddress.toString(mail.getRecipients(RecipientType.TO)));
            put(details, "Cc", InternetAddress.toString(mail.getRecipients(RecipientType.CC)));
            put(details, "Bcc", InternetAddress.toString(mail.getRecipients(RecipientType.BCC)));
            put(details, "From", InternetAddress.toString(mail.getFrom()));
            put(details, "Server", uri.matches("smtp:(//)?mail-server.*") ? null : address(uri));
            put(details, "List-Unsubscribe", mail.getHeader("List-Unsubscribe", ", "));
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
            try (InputStream bytes = part.getInputStream()) {
                byte[] read = bytes.readAllBytes();
                put(details, "Attachment " + part.getFileName(), read.length + " bytes, " + digest(read));
            }
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
        put(details, "Address", to == null ? null : address(to));
        put(details, "Path", message.getHeader(Exchange.HTTP_PATH, String.class));
        for (String each : new String[] {Exchange.HTTP_QUERY, Exchange.HTTP_RAW_QUERY}) {
            String query = message.getHeader(each, String.class);
            put(details, "Query", query == null ? null : address("?" + query).substring(1));
        }
        boolean isHttp = uri.matches("https?:.*"); // of Camel's own headers it sends none
        new TreeMap<>(message.getHeaders()).forEach((name, value) -> {
            boolean goes = !name.startsWith("Camel") || !isHttp && !name.startsWith("CamelHttp");
            if (goes && value != null) {
                put(details, name, isSecret(name) ? hidden(value) : cut(String.valueOf(value), 1_000));
            }
        });
        String body = message.getBody(String.class);
        put(details, "Body", body == null ? null : cut(body, LONGEST_BODY));
        return new Action(address(uri), details);
    }

    /** Without what lets somebody in, by the names that Camel knows and by those that are usual in addresses. */
    private static String address(String uri) {
        return SECRET_IN_ADDRESS.matcher(URISupport.sanitizeUri(uri)).replaceAll("$1xxxxxx");
    }

    private static boolean isSecret(String header) {
        return SensitiveUtils.containsSensitive(header)
                || header.matches("(?i).*(authorization|cookie|api-?key|token).*");
    }

    /** Not what it is, but whether both versions have the same. */
    private static String hidden(Object secret) {
        return "(not shown, mark " + digest((SALT + secret).getBytes(StandardCharsets.UTF_8)) + ")";
    }

    /** What is cut off may differ too. */
    private static String cut(String text, int longest) {
        return text.length() <= longest
                ? text
                : PlainText.cut(text, longest) + " (" + text.length() + " characters, "
                        + digest(text.getBytes(StandardCharsets.UTF_8)) + ")";
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
