package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import dev.aftertalk.text.MailAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.springframework.stereotype.Component;

/** Mails in a rehearsal: they are made and not sent. */
@Component
class RehearsedMail implements StandIns {

    private final MailComposer composer;
    private final MailLimit limit;
    private final MailingLists lists;

    RehearsedMail(MailComposer composer, MailLimit limit, MailingLists lists) {
        this.composer = composer;
        this.limit = limit;
        this.lists = lists;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        return Map.of(
                "emailSink",
                new EmailSink(composer, limit, new DeadLinks(lists)),
                "mailSender",
                new NoSender(),
                "mailAddress",
                new MailAddress());
    }

    /** Whoever reads the mail in a rehearsal is not the one who may unsubscribe by its link; and each link would be another. */
    private record DeadLinks(MailingLists lists) implements MailingLists {

        @Override
        public boolean ended(String list, String address) {
            return lists.ended(list, address);
        }

        @Override
        public String link(String list, String address) {
            return Rehearsal.dead(lists.link(list, address));
        }

        @Override
        public IntentPermit permit(String list, String mailbox, IntentPermit next) {
            return lists.permit(list, mailbox, next);
        }
    }

    /** What would be sent is told by whoever stands in for the mail server. */
    private static final class NoSender extends DefaultJavaMailSender {

        @Override
        public void send(MimeMessage mail) {
            throw new IllegalStateException("Nothing may be sent from here");
        }
    }
}
