package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.MailAddress;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends an alert, for {@code email-alert-sink.kamelet.yaml}: plain text, outside of any run. Reads the variables {@code emailTo} and {@code alert}, and takes
 * the first away.
 */
@Component("alertMail")
public class AlertMail {

    private static final Logger LOG = LoggerFactory.getLogger(AlertMail.class);
    private static final String TO = "emailTo";

    private final PooledMailSender sender;
    private final MailIdentity identity;

    AlertMail(PooledMailSender sender, MailIdentity identity) {
        this.sender = sender;
        this.identity = identity;
    }

    /**
     * Sends one mail to each address. It is sent when one of them was taken: if the others are wrong, trying again would send the first one another.
     *
     * @throws PermanentException when there is no address, or no alert
     * @throws RuntimeException what kept the last one from being sent, when none was
     */
    public void send(Exchange exchange) throws MessagingException {
        Map<?, ?> alert = exchange.getVariable("alert", Map.class);
        if (alert == null) {
            throw new PermanentException(
                    "email-alert-sink mails alerts and nothing else: begin the route with direct:alert/NAME");
        }
        String text = exchange.getMessage().getBody(String.class);
        RuntimeException fault = new PermanentException("an alert has no mail address to go to: set alerts.to");
        int sent = 0;
        List<InternetAddress> addresses = addresses((String) exchange.removeVariable(TO));
        for (InternetAddress address : addresses) {
            try {
                sender.send(mail(alert, text, address, addresses.indexOf(address)));
                sent++;
            } catch (RuntimeException e) {
                fault = e;
            }
        }
        if (sent == 0) {
            throw fault;
        }
        if (sent < addresses.size()) {
            LOG.warn("An alert was mailed to {} of the {} addresses in alerts.to", sent, addresses.size());
        }
    }

    private static List<InternetAddress> addresses(String list) {
        return Arrays.stream(Objects.toString(list, "").split("[,;]"))
                .map(MailAddress::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    private MimeMessage mail(Map<?, ?> alert, String text, InternetAddress to, int number) throws MessagingException {
        MimeMessage mail = new MimeMessage(sender.getSession());
        mail.setFrom(identity.from());
        mail.setRecipient(Message.RecipientType.TO, to);
        mail.setSubject(PlainText.line(alert.get("subject")), StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date(MachineClock.now()));
        mail.setText(PlainText.lines(text), StandardCharsets.UTF_8.name());
        mail.setHeader("Message-ID", "<alert." + alert.get("id") + "." + number + "@" + identity.domain() + ">");
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (Boolean.TRUE.equals(alert.get("urgent"))) {
            mail.setHeader("Importance", "high");
        }
        return mail;
    }
}
