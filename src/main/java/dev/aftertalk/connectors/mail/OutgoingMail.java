package dev.aftertalk.connectors.mail;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/**
 * A mail ready to be sent that also knows whether it may be sent again when nobody can tell whether it went out. It is a {@link MimeMessage}
 * because camel-mail sends one as it is: made of Camel headers, the mail would also carry whatever else stands in the exchange.
 */
public class OutgoingMail extends MimeMessage {

    private final boolean repeatable;
    private final String intent;

    /**
     * Makes one without content.
     *
     * @param repeatable whether it may be sent once more when this time nobody can tell
     * @param intent what {@code ledger:intent} is told; empty when the mail was sent by an earlier attempt and must not be sent again
     */
    OutgoingMail(Session session, boolean repeatable, String intent) {
        super(session);
        this.repeatable = repeatable;
        this.intent = intent;
    }

    /** Whether it may be sent once more when nobody can tell whether it went out this time. */
    boolean isRepeatable() {
        return repeatable;
    }

    /** Whether an earlier attempt of the run has sent it. */
    boolean isSent() {
        return intent.isEmpty();
    }

    /** What {@code ledger:intent} is told; empty when there is nothing to do. */
    public String getIntent() {
        return intent;
    }

    /** Keeps the Message-ID it was given. */
    @Override
    protected void updateMessageID() {}
}
