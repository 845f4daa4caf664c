package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.StreamProvider;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.springframework.stereotype.Component;

/**
 * Makes a mail of a template's HTML: its {@code <title>} is the subject, its body also the text alternative, so that a template is one
 * file and both parts always say the same.
 */
@Component
class MailComposer {

    private static final String STREAMS = StreamProvider.class.getName();
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    private static final Evaluator RESEND = QueryParser.parse("meta[name=resend]");
    private static final int LONGEST_ID = 150;
    private static final int LONGEST_HEADER = 500;

    static {
        // Unless it is named, the mail library reads the jar files for it again for each part and header it writes: a
        // third of a mail's cost.
        if (System.getProperty(STREAMS) == null) {
            System.setProperty(STREAMS, MailStreamProvider.class.getName());
        }
    }

    private final MailIdentity identity;
    private final Session session = Session.getInstance(new Properties());

    MailComposer(MailIdentity identity) {
        this.identity = identity;
    }

    /**
     * Makes the mail.
     *
     * @param template name of the template the HTML comes from, for messages
     * @param html the rendered template
     * @param recipient whom it goes to
     * @param workflow id of the workflow that sends the mail
     * @param eventId id of the event it is sent for; with the workflow it makes the Message-ID, the same at each attempt
     * @param intents what earlier attempts of the run have sent, or may have; null for none
     * @throws InDoubtException when it may have been sent already, and must not be sent again before somebody has looked
     */
    OutgoingMail compose(
            String template, String html, InternetAddress recipient, String workflow, String eventId, Intents intents)
            throws MessagingException, UnsupportedEncodingException {
        Document page = Jsoup.parse(html, Parser.htmlParser().setTrackPosition(true));
        Element resend = page.head().selectFirst(RESEND);
        String id = messageId(workflow, eventId);
        MailRepeats repeats =
                new MailRepeats(intents == null ? Intents.of(null) : intents, mayRepeat(template, resend));
        OutgoingMail mail = repeats.mail(session, id, template, recipient);
        mail.setFrom(identity.from());
        mail.setRecipient(Message.RecipientType.TO, recipient);
        mail.setSubject(subject(template, page), StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date(MachineClock.now()));
        mail.setHeader("Message-ID", id);
        mail.setHeader("X-Event-Id", header(eventId));
        mail.setHeader("Auto-Submitted", "auto-generated");
        String sent = resend == null ? html : without(resend, html);
        mail.setContent(new MimeMultipart("alternative", part(HtmlText.of(page.body()), "plain"), part(sent, "html")));
        return mail;
    }

    /** Cut out as text: written anew, comments that only Outlook reads would mean something else. */
    private static String without(Element resend, String html) {
        Range place = resend.sourceRange();
        return html.substring(0, place.startPos()) + html.substring(place.endPos());
    }

    /**
     * Tells mail programs how the recipient unsubscribes (RFC 8058), and which list the mail is of (RFC 2919), so that people can file it
     * and no out-of-office note answers it.
     *
     * @param list name of the list
     * @param link where to unsubscribe, also with one click
     */
    OutgoingMail unsubscribable(OutgoingMail mail, String list, String link) throws MessagingException {
        mail.setHeader("List-Id", "<" + PlainText.line(list) + "." + identity.domain() + ">");
        mail.setHeader("List-Unsubscribe", "<" + PlainText.line(link) + ">");
        mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return mail;
    }

    private static boolean mayRepeat(String template, Element resend) {
        String policy = resend == null ? "always" : resend.attr("content").strip();
        if (!policy.equals("always") && !policy.equals("never")) {
            throw new PermanentException("mail template " + template + ": <meta name=\"resend\"> says \"" + policy
                    + "\"; write content=\"always\" or content=\"never\"");
        }
        return policy.equals("always");
    }

    private static String subject(String template, Document page) {
        String title = PlainText.line(page.title());
        if (title.isEmpty()) {
            throw new PermanentException("mail template " + template
                    + ": the mail would have no subject. Give the template's HTML head a <title> that is never empty.");
        }
        return title;
    }

    private String messageId(String workflow, String eventId) {
        String name = workflow + "." + eventId;
        boolean safe = name.length() <= LONGEST_ID && SAFE_ID.matcher(name).matches();
        String unique = safe
                ? name
                : UUID.nameUUIDFromBytes((workflow + "\n" + eventId).getBytes(StandardCharsets.UTF_8))
                        .toString();
        return "<" + unique + "@" + identity.domain() + ">";
    }

    private static String header(String value) throws UnsupportedEncodingException {
        String line = PlainText.line(String.valueOf(value));
        String bounded = line.length() > LONGEST_HEADER ? line.substring(0, LONGEST_HEADER) : line;
        return MimeUtility.fold("X-Event-Id: ".length(), MimeUtility.encodeText(bounded, "UTF-8", null));
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        String type = "text/" + subtype + "; charset=UTF-8";
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content.getBytes(StandardCharsets.UTF_8), type)));
        part.setHeader("Content-Type", type);
        return part;
    }
}
