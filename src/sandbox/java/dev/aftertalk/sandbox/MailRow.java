package dev.aftertalk.sandbox;

/** A mail as the pages show it, its time in this machine's zone. Public for the templates, which can call nothing else. */
public record MailRow(String id, String from, String to, String subject, ShownTime receivedAt) {

    static MailRow of(InboxMail mail) {
        String subject = mail.subject().isBlank() ? "(no subject)" : mail.subject();
        return new MailRow(mail.id(), mail.from(), mail.to(), subject, ShownTime.at(mail.receivedAt()));
    }
}
