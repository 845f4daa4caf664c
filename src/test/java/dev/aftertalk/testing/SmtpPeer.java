package dev.aftertalk.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An SMTP server that keeps what it received, and can be stopped and started again on its port. */
public final class SmtpPeer implements AutoCloseable {

    private final ServerSetup setup;
    private final List<MimeMessage> earlier = new ArrayList<>();
    private GreenMail server;

    public SmtpPeer() throws IOException {
        setup = new ServerSetup(FreePort.next(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        start();
    }

    public synchronized void start() {
        server = new GreenMail(setup);
        server.start();
    }

    public synchronized void stop() {
        if (server != null) {
            server.stop();
            earlier.addAll(List.of(server.getReceivedMessages()));
            server = null;
        }
    }

    public int port() {
        return setup.getPort();
    }

    public synchronized List<MimeMessage> received() {
        List<MimeMessage> all = new ArrayList<>(earlier);
        if (server != null) {
            all.addAll(List.of(server.getReceivedMessages()));
        }
        return all;
    }

    /** The address of each mail, in the order of their arrival. */
    public List<String> recipients() {
        return received().stream().map(SmtpPeer::recipient).toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
