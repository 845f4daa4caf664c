package dev.aftertalk.sandbox;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The mail server the sandbox sends to: GreenMail's SMTP on loopback, which hands what it takes in to the {@link Inbox}.
 *
 * <p>Mails go past GreenMail's own mailboxes: it keeps one for each address ever written to, and never forgets a mail.
 */
@Component
@SandboxOnly
class SmtpPeer implements SmartLifecycle, DisposableBean {

    private static final String LOOPBACK = "127.0.0.1";
    /** What RFC 5321 asks of a server, so that pooled connections outlive a pause. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final int port;
    private final Inbox inbox;
    private SmtpServer server;

    SmtpPeer(SandboxSettings settings, Inbox inbox) {
        this.port = settings.smtpPort();
        this.inbox = inbox;
    }

    @Override
    public synchronized void start() {
        requireFree();
        server = new PromptSmtpServer(new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP), new InboxManagers());
        server.setClientSocketTimeout((int) IDLE.toMillis());
        server.startService();
        try {
            if (!server.waitTillRunning(Duration.ofSeconds(10).toMillis())) {
                throw new SmtpPortTakenException(port, new IOException("not up after 10 s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the sandbox's SMTP server started", e);
        }
    }

    /** GreenMail reports a taken port from its own thread, as a stack trace: ask before it does. */
    private void requireFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
        } catch (IOException e) {
            throw new SmtpPortTakenException(port, e);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stopService();
            server = null;
        }
    }

    /** A start that fails after this one ends its beans without stopping them, and this thread would keep the process. */
    @Override
    public void destroy() {
        stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Up before, and down after, everything that may send a mail. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    /** GreenMail writes its greeting in pieces: without this each new connection waits 40 ms for a delayed acknowledgement. */
    private static final class PromptSmtpServer extends SmtpServer {

        PromptSmtpServer(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected void handleClientSocket(Socket socket) throws SocketException {
            socket.setTcpNoDelay(true);
            super.handleClientSocket(socket);
        }
    }

    private final class InboxManagers extends Managers {

        private final SmtpManager toInbox = new SmtpManager(getImapHostManager(), getUserManager()) {
            @Override
            public void send(SmtpState state) {
                MovingMessage mail = state.getMessage();
                inbox.add(
                        mail.getMessage(),
                        mail.getToAddresses().stream()
                                .map(MailAddress::getEmail)
                                .sorted()
                                .toList());
            }
        };

        @Override
        public SmtpManager getSmtpManager() {
            return toInbox;
        }
    }
}
