package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.text.MailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailConstants;
import org.springframework.stereotype.Component;

/**
 * What {@code email-sink.kamelet.yaml} can't say in YAML. The variables of the exchange that it reads and sets are those of the kamelet,
 * whose names begin with {@code email}, and {@code unsubscribe}.
 */
@Component("emailSink")
public class EmailSink {

    private static final String SKIPPED = "emailSkipped";
    private static final String PERMIT = "emailPermit";
    private static final String BEGUN = "emailBegun";
    private static final String LINK = "unsubscribe";
    private static final List<String> OWN =
            List.of("emailTo", "emailWritten", "emailList", "emailTemplate", SKIPPED, PERMIT, BEGUN, LINK);

    private final MailComposer composer;
    private final MailLimit limit;
    private final MailingLists lists;

    EmailSink(MailComposer composer, MailLimit limit, MailingLists lists) {
        this.composer = composer;
        this.limit = limit;
        this.lists = lists;
    }

    /** A mail that is to be made. */
    private record Begun(InternetAddress to, String list, String link, Object event) {}

    /**
     * Looks whether there is somebody to send to; else {@code emailSkipped} says why the run is to be skipped. Keeps the event, and what
     * {@code ledger:intent} is to ask.
     *
     * @throws dev.aftertalk.ledger.RetryableException when the database can't tell whether the recipient has unsubscribed from the list
     */
    public void begin(Exchange exchange) {
        String text = variable(exchange, "emailTo");
        InternetAddress to = MailAddress.parse(text);
        if (to == null) {
            exchange.setVariable(
                    SKIPPED,
                    text.isEmpty()
                            ? "no e-mail: the visitor has no e-mail address"
                            : "no e-mail: the recipient is not an e-mail address");
            return;
        }
        String list = variable(exchange, "emailList");
        String link = list.isEmpty() ? null : lists.link(list, to.getAddress());
        if (link != null && link.isEmpty()) {
            exchange.setVariable(SKIPPED, "no e-mail: the recipient has unsubscribed from " + list);
            return;
        }
        exchange.setVariable(PERMIT, permit(exchange, to.getAddress().toLowerCase(Locale.ROOT), list));
        exchange.setVariable(LINK, link);
        exchange.setVariable(
                BEGUN, new Begun(to, list, link, exchange.getMessage().getBody()));
    }

    private IntentPermit permit(Exchange exchange, String mailbox, String list) {
        IntentPermit number =
                limit.permit(variable(exchange, "emailWritten"), mailbox, workflow(exchange), event(exchange));
        return lists.permit(list, mailbox, number);
    }

    /**
     * Makes the mail of the HTML in the body.
     *
     * @throws dev.aftertalk.ledger.InDoubtException when it may have been sent already, and must not be sent again before somebody has looked
     */
    public OutgoingMail compose(Exchange exchange) throws MessagingException, UnsupportedEncodingException {
        Begun begun = exchange.getVariable(BEGUN, Begun.class);
        OutgoingMail mail = composer.compose(
                variable(exchange, "emailTemplate"),
                exchange.getMessage().getBody(String.class),
                begun.to(),
                workflow(exchange),
                event(exchange),
                exchange.getProperty(LedgerConstants.INTENTS, Intents.class));
        return begun.link() == null ? mail : composer.unsubscribable(mail, begun.list(), begun.link());
    }

    /** Leaves body and variables as they were before the mail. */
    public void end(Exchange exchange) {
        Begun begun = exchange.getVariable(BEGUN, Begun.class);
        exchange.getMessage().setBody(begun.event());
        exchange.getMessage().removeHeader(MailConstants.MAIL_MESSAGE_ID);
        OWN.forEach(exchange::removeVariable);
    }

    private static String variable(Exchange exchange, String name) {
        String text = exchange.getVariable(name, String.class);
        return text == null ? "" : text;
    }

    /** By its old name, so that what a run has sent before it bore the new one is known by its Message-ID. */
    private static String workflow(Exchange exchange) {
        return SplitWorkflows.before(exchange.getProperty(LedgerConstants.WORKFLOW, "", String.class));
    }

    private static String event(Exchange exchange) {
        return exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
    }
}
