package dev.aftertalk.sandbox;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * What a person sees of a mail: its headers, its HTML and text parts, its links and the names of its attachments.
 *
 * <p>Public for the page's template, which can call nothing else.
 */
public final class MailContent {

    private static final Session NO_SESSION = Session.getInstance(new Properties());

    private final List<NamedValue> headers = new ArrayList<>();
    private final List<String> attachments = new ArrayList<>();
    private String html;
    private String text;
    private String fault;

    private MailContent() {}

    /** Reads a mail; one that breaks the rules of MIME gives what could be read of it, and the fault. */
    static MailContent of(InboxMail mail) {
        MailContent content = new MailContent();
        try {
            MimeMessage message = new MimeMessage(NO_SESSION, new ByteArrayInputStream(mail.raw()));
            for (Header header : Collections.list(message.getAllHeaders())) {
                content.headers.add(new NamedValue(header.getName(), Inbox.decoded(header.getValue())));
            }
            content.read(message);
        } catch (MessagingException | IOException e) {
            content.fault = e.getMessage();
        }
        return content;
    }

    private void read(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                read(inner);
            }
        } else if (isAttachment(part)) {
            attachments.add(part.getFileName() == null ? part.getContentType() : Inbox.decoded(part.getFileName()));
        } else if (part.isMimeType("text/html") && html == null) {
            html = part.getContent().toString();
        } else if (part.isMimeType("text/*") && text == null) {
            text = part.getContent().toString();
        }
    }

    private static boolean isAttachment(Part part) throws MessagingException {
        return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || !part.isMimeType("text/*");
    }

    public List<NamedValue> headers() {
        return headers;
    }

    public List<String> attachments() {
        return attachments;
    }

    /** The HTML part, or null. */
    public String html() {
        return html;
    }

    /** The text part, or null. */
    public String text() {
        return text;
    }

    /** Why the mail could not be read to its end, or null. */
    public String fault() {
        return fault;
    }

    /** The web links of the HTML part: its frame lets nothing out, so they are followed from the page around it. */
    public List<NamedValue> links() {
        if (html == null) {
            return List.of();
        }
        return Jsoup.parse(html).select("a[href]").stream()
                .filter(link -> link.attr("href").matches("(?i)https?://.*"))
                .map(link -> new NamedValue(label(link), link.attr("href")))
                .distinct()
                .toList();
    }

    private static String label(Element link) {
        return link.text().isBlank() ? link.attr("href") : link.text();
    }

    /** A header, or a link with its text. */
    public record NamedValue(String name, String value) {}
}
