package dev.aftertalk.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An SMTP server that keeps each mail the moment it takes it, and can be stopped and started again on its port: the connections it has
 * are then cut, as when a machine goes down.
 */
public final class SmtpPeer implements AutoCloseable {

    /** A mail with the address of its envelope. */
    public record Mail(String recipient, String content) {
        public MimeMessage message() {
            try {
                return new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final int port;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Predicate<String> refuses = recipient -> false;
    private volatile Predicate<String> leavesInDoubt = recipient -> false;
    private volatile Consumer<Mail> keeper = mails::add;
    private ServerSocket server;

    public SmtpPeer() throws IOException {
        port = FreePort.next();
        start();
    }

    public void start() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        server = opened;
        Thread acceptor = new Thread(() -> accept(opened), "smtp-peer");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public void stop() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** From now on refuses every recipient for good, or takes them again. */
    public void refuse(boolean refuse) {
        refuseTo(recipient -> refuse);
    }

    /** From now on refuses these recipients for good, and takes all others. */
    public void refuseTo(Predicate<String> recipients) {
        refuses = recipients;
    }

    /** From now on takes mails to these recipients and hangs up without saying so. */
    public void leaveInDoubt(Predicate<String> recipients) {
        leavesInDoubt = recipients;
    }

    /** From now on gives each mail away the moment it takes it, for tests of more mails than fit into the memory. */
    public void handTo(Consumer<Mail> taker) {
        keeper = taker;
    }

    public int port() {
        return port;
    }

    /** What was taken, oldest first. */
    public List<Mail> received() {
        return mails;
    }

    public List<MimeMessage> receivedBy(String address) {
        return mails.stream()
                .filter(m -> m.recipient().equals(address))
                .map(Mail::message)
                .toList();
    }

    /** The address of each mail, in the order of their arrival. */
    public List<String> recipients() {
        return mails.stream().map(Mail::recipient).toList();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket connection = from.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread session = new Thread(() -> serve(connection), "smtp-session");
                session.setDaemon(true);
                session.start();
            } catch (IOException e) {
                return; // stopped
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            reply(connection, "220 peer ESMTP");
            String recipient = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "RCPT" -> {
                        recipient = line.replaceFirst(".*<(.*)>.*", "$1");
                        if (refuses.test(recipient)) {
                            reply(connection, "550 5.1.1 no such user");
                            continue;
                        }
                        reply(connection, "250 ok");
                    }
                    case "DATA" -> {
                        reply(connection, "354 go on");
                        keeper.accept(new Mail(recipient, content(in)));
                        if (leavesInDoubt.test(recipient)) {
                            return;
                        }
                        reply(connection, "250 taken");
                    }
                    case "QUIT" -> {
                        reply(connection, "221 bye");
                        return;
                    }
                    default -> reply(connection, "250 ok");
                }
            }
        } catch (IOException e) {
            // the other side is gone, or this peer was stopped
        } finally {
            connections.remove(connection);
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return content.toString();
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        throw new IOException("cut off in the middle of a mail");
    }

    private static void reply(Socket connection, String line) throws IOException {
        connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
