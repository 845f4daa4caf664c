package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.detour.Detours;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A connection to the mail server that remembers what a fault needs to be judged by: the server's first refusal, and whether the message
 * had been handed over. The exceptions of the library lose both, for instance when the server refuses and then hangs up.
 */
final class SmtpConnection extends DetouredTransport {

    private static final Pattern END_OF_VERB = Pattern.compile("[ :]");

    private final MailSettings settings;
    private final MailIdentity identity;
    private String asked = "GREETING";
    private SmtpRefusal refusal;
    private boolean handedOver;
    private boolean ending;
    private int mails;
    private Socket socket;
    private volatile Awaited awaited;

    /**
     * What is waited for: a reply, or that the connection and its TLS come about.
     *
     * @param until by {@link System#nanoTime}
     */
    private record Awaited(Socket from, long until) {}

    SmtpConnection(Session session, MailSettings settings, MailIdentity identity, Detours detours) {
        super(session, detours);
        this.settings = settings;
        this.identity = identity;
    }

    /** Connects, says who we are and logs in. */
    void open() throws MessagingException {
        String user = settings.authenticates() ? settings.username() : null;
        SmtpSockets.tell(this::connecting);
        try {
            connectTo(settings.host(), settings.port(), user, user == null ? null : settings.password());
            socket = SmtpSockets.last();
        } catch (MessagingException e) {
            throw awaited == null ? e : inTime(awaited, e, "Agreeing upon TLS has no end");
        } finally {
            awaited = null;
            SmtpSockets.forget();
        }
    }

    /** A socket was made, or is about to become secure: the server has so long until it may say something. */
    private void connecting(Socket made) {
        Duration patience = settings.connectTimeout().plus(settings.readTimeout());
        awaited = new Awaited(made, System.nanoTime() + patience.toNanos());
    }

    /** What went wrong, or that there was no end of it, where it was ended for that. */
    private static MessagingException inTime(Awaited what, MessagingException fault, String endless) {
        return what.until() - System.nanoTime() > 0
                ? fault
                : new MessagingException(endless, new SocketTimeoutException(endless));
    }

    /**
     * Asks whether the server would take a mail, and takes the question back: nothing is sent. Many a server says only of a sender with a
     * recipient that it does not want the sender.
     *
     * @return what it refused; null when it would
     */
    SmtpRefusal wouldRefuse(String sender, String recipient) throws MessagingException {
        next();
        if (simpleCommand("MAIL FROM:<" + sender + ">") / 100 == 2) {
            simpleCommand("RCPT TO:<" + recipient + ">");
        }
        SmtpRefusal said = refusal;
        simpleCommand("RSET");
        return said;
    }

    /** Forgets the mail before. */
    void next() {
        refusal = null;
        handedOver = false;
        mails++;
    }

    /** Whether an earlier mail went over this connection, so that the server may have closed it in the meantime. */
    boolean isReused() {
        return mails > 1;
    }

    /** Whether the next mail needs another connection: servers take so many over one, or put the others off. */
    boolean isUsedUp() {
        return mails >= settings.mailsPerConnection();
    }

    /** The first reply that was a refusal, null when there was none. */
    SmtpRefusal refusal() {
        return refusal;
    }

    /** Whether the final dot was sent: without an answer to it, nobody knows whether the server has taken the message. */
    boolean isHandedOver() {
        return handedOver;
    }

    /** By the address that the server sees, where this machine has no name to give. */
    @Override
    public synchronized String getLocalHost() {
        Socket connecting = socket();
        return identity.heloName(connecting == null ? null : connecting.getLocalAddress());
    }

    /** A server may examine the message, or deliver it, before it answers: it has minutes for that. */
    @Override
    protected void finishData() throws IOException, MessagingException {
        wait(settings.dataDoneTimeout());
        handedOver = true;
        ending = true;
        try {
            super.finishData();
        } finally {
            ending = false;
        }
        try {
            wait(settings.readTimeout());
        } catch (SocketException e) {
            // The server took the message and hung up, which the next mail finds out.
        }
    }

    private void wait(Duration time) throws SocketException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        asked = END_OF_VERB.split(command, 2)[0].toUpperCase(Locale.ROOT);
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        Socket from = socket();
        Duration patience = ending ? settings.dataDoneTimeout() : settings.readTimeout();
        Awaited reply = new Awaited(from, System.nanoTime() + patience.toNanos());
        awaited = from == null ? null : reply;
        int code;
        try {
            code = super.readServerResponse();
        } catch (MessagingException e) {
            throw inTime(reply, e, "The reply has no end");
        } finally {
            awaited = null;
        }
        if (code >= 400 && refusal == null) {
            refusal = new SmtpRefusal(asked, code, String.valueOf(getLastServerResponse()));
        }
        // The library takes nothing but 250 for a yes to the message; whoever says 251 has it all the same.
        return ending && code / 100 == 2 ? 250 : code;
    }

    @Override
    Socket socket() {
        return socket == null ? SmtpSockets.last() : socket;
    }

    /** Closes the connection when the reply it waits for has not come to its end in the time there is for that. For another thread. */
    void endIfLate() {
        Awaited reply = awaited;
        if (reply != null && reply.until() - System.nanoTime() < 0) {
            try {
                reply.from().close();
            } catch (IOException e) {
                // it is closed all the same
            }
        }
    }
}
