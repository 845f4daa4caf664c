package dev.aftertalk.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * A connection to the mail server that remembers what a fault needs to be judged by: the server's first refusal, and whether the message
 * had been handed over. The exceptions of the library lose both, for instance when the server refuses and then hangs up.
 */
final class SmtpConnection extends SMTPTransport {

    private int refusalCode;
    private String refusal;
    private boolean handedOver;
    private int mails;

    SmtpConnection(Session session) {
        super(session, null);
    }

    /** Forgets the mail before. */
    void next() {
        refusalCode = 0;
        refusal = null;
        handedOver = false;
        mails++;
    }

    /** Whether an earlier mail went over this connection, so that the server may have closed it in the meantime. */
    boolean isReused() {
        return mails > 1;
    }

    /** The code of the first reply that was a refusal, 0 when there was none. */
    int refusalCode() {
        return refusalCode;
    }

    /** The first reply that was a refusal, null when there was none. */
    String refusal() {
        return refusal;
    }

    /** Whether the final dot was sent: without an answer to it, nobody knows whether the server has taken the message. */
    boolean isHandedOver() {
        return handedOver;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        handedOver = true;
        super.finishData();
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (code >= 400 && refusal == null) {
            refusalCode = code;
            refusal = getLastServerResponse();
        }
        return code;
    }
}
