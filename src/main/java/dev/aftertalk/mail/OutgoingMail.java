package dev.aftertalk.mail;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/**
 * A mail ready to be sent that also knows what its template wants when nobody can tell whether it went out. It is a {@link MimeMessage}
 * because camel-mail sends one as it is: made of Camel headers, the mail would also carry whatever else stands in the exchange.
 */
public class OutgoingMail extends MimeMessage {

    private final String resend;

    OutgoingMail(Session session, String resend) {
        super(session);
        this.resend = resend;
    }

    /** {@code always} or {@code never}: what to do when an earlier attempt may already have sent the mail. */
    public String getResend() {
        return resend;
    }

    /** Keeps the Message-ID it was given. */
    @Override
    protected void updateMessageID() {}
}
