package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.detour.MailDetour;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * The mail library's end of a connection, where a detour stands between it and the server. Nobody can stand in the line itself, which is
 * encrypted.
 */
abstract class DetouredTransport extends SMTPTransport {

    private static final String END_OF_MESSAGE = ".";

    private final Detours detours;
    private String asked = "";
    private String mail;

    /** What is said in the server's stead; null when that answers itself. */
    private String said;

    /** The last reply, where it was not the server's. */
    private String lastSaid;

    DetouredTransport(Session session, Detours detours) {
        super(session, null);
        this.detours = detours;
    }

    /** The one this connection has; null while there is none. */
    abstract Socket socket();

    /** Connects to the server, or where the way leads instead. */
    final void connectTo(String host, int port, String user, String password) throws MessagingException {
        MailDetour detour = detours.mail();
        InetSocketAddress instead = detour == null ? null : detour.instead();
        if (instead == null) {
            connect(host, port, user, password);
        } else {
            connect(instead.getAddress().getHostAddress(), instead.getPort(), user, password);
        }
    }

    @Override
    public synchronized void sendMessage(Message message, Address[] recipients) throws MessagingException {
        mail = message instanceof OutgoingMail known ? known.getIntent() : ((MimeMessage) message).getMessageID();
        super.sendMessage(message, recipients);
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        MailDetour detour = detours.mail();
        asked = command.split("[ :]", 2)[0];
        said = null;
        if (detour != null) {
            try {
                said = detour.replyTo(asked);
            } catch (IOException e) {
                breakOff();
                throw new MessagingException("The connection broke", e);
            }
        }
        if (said == null) {
            super.sendCommand(command);
        }
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        lastSaid = said;
        said = null;
        if (lastSaid != null && !lastSaid.equals(MailDetour.SILENCE)) {
            return Integer.parseInt(lastSaid.substring(0, 3));
        }
        lastSaid = null;
        int code = super.readServerResponse();
        MailDetour detour = detours.mail();
        if (detour != null && asked.equals(END_OF_MESSAGE) && code / 100 == 2) {
            asked = "";
            if (detour.taken(Detours.caller(), mail)) {
                breakOff();
                return super.readServerResponse(); // and finds the connection broken
            }
        }
        return code;
    }

    @Override
    public synchronized String getLastServerResponse() {
        return lastSaid == null ? super.getLastServerResponse() : lastSaid;
    }

    private void breakOff() {
        try {
            socket().close();
        } catch (IOException e) {
            // it is broken all the same
        }
    }
}
