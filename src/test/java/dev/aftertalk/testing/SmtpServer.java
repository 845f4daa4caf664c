package dev.aftertalk.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server that hands on each mail, as it came over the wire, before the sender can know that it was taken. It can be stopped and
 * started again on its port, and each of its answers may be another one, or be left out.
 *
 * <p>The sandbox's, GreenMail, can't do either: it answers first, and never hangs up.
 */
public abstract class SmtpServer implements AutoCloseable {

    public static final String HANG_UP = "HANG UP";
    public static final String RESET = "RESET";
    public static final String SILENCE = "SILENCE";
    /** One line of a reply after the other, and never its last. */
    public static final String NO_END = "NO END";
    /** After the message: it is taken, but its sender does not get to know. */
    public static final String LOST = "LOST";

    private final AtomicInteger connections = new AtomicInteger();

    private final int port;
    private final SSLContext tls;
    private final boolean startTls;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private ServerSocket listener;

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

    /** Who talks: which connection it is, which mail of it, and to whom. */
    protected record Talk(int connection, int mail, String recipient) {}

    /** @param tls null for none */
    protected SmtpServer(int port, SSLContext tls, boolean startTls) throws IOException {
        this.port = port;
        this.tls = tls;
        this.startTls = startTls;
    }

    /**
     * What to answer; null for the usual answer. A line that ends with {@link #HANG_UP} is sent and the connection closed.
     *
     * @param command a command line, or GREETING, BODY (the first line of the message was read) or "." (all of it was)
     */
    protected abstract String answer(String command, Talk talk);

    /** Takes a mail. */
    protected abstract void take(Mail mail);

    public final void start() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        listener = opened;
        begin(() -> accept(opened));
    }

    /** Cuts the connections it has, as when a machine goes down. */
    public final void stop() throws IOException {
        listener.close();
        hangUp();
    }

    /** Closes each connection, as a server does with idle ones. */
    public final void hangUp() throws IOException {
        for (Conversation each : open) {
            each.accepted.close();
        }
    }

    public final int port() {
        return port;
    }

    /** How many there were. */
    public final int connections() {
        return connections.get();
    }

    public final int openConnections() {
        return open.size();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket accepted = from.accept();
                accepted.setTcpNoDelay(true);
                Conversation conversation = new Conversation(accepted, connections.incrementAndGet());
                open.add(conversation);
                begin(conversation::hold);
            } catch (IOException e) {
                return; // stopped
            }
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "smtp-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public final void close() throws IOException {
        closed.countDown();
        stop();
    }

    private final class Conversation {

        private final Socket accepted;
        private final int number;
        private Socket socket;
        private BufferedReader in;
        private String recipient = "";
        private int mail = 1;
        private boolean ended;

        Conversation(Socket accepted, int number) {
            this.accepted = accepted;
            this.number = number;
        }

        void hold() {
            try (accepted) {
                use(tls != null && !startTls ? secure(accepted) : accepted);
                answer("GREETING", "220 peer ESMTP");
                for (String line = next(); line != null; line = next()) {
                    command(line);
                }
            } catch (IOException e) {
                // the other side is gone, or this server was stopped
            } finally {
                open.remove(this);
            }
        }

        private String next() throws IOException {
            return ended ? null : in.readLine();
        }

        private void use(Socket next) throws IOException {
            socket = next;
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        private SSLSocket secure(Socket plain) throws IOException {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            return secured;
        }

        private void command(String line) throws IOException {
            switch (line.toUpperCase(Locale.ROOT).split("[ :]")[0]) {
                case "EHLO" -> {
                    boolean more = tls != null && startTls && !(socket instanceof SSLSocket);
                    answer(line, "250-peer\r\n" + (more ? "250-STARTTLS\r\n" : "") + "250 AUTH PLAIN");
                }
                case "STARTTLS" -> {
                    answer(line, "220 go");
                    use(secure(socket));
                }
                case "AUTH" -> answer(line, "235 welcome");
                case "RCPT" -> {
                    recipient = line.replaceFirst(".*<(.*)>.*", "$1");
                    answer(line, "250 ok");
                }
                case "DATA" -> data(line);
                case "QUIT" -> {
                    open.remove(this); // once it knows the answer, its client may open another in its place
                    answer(line, "221 bye");
                    ended = true;
                }
                default -> answer(line, "250 ok");
            }
        }

        private void data(String command) throws IOException {
            if (!answer(command, "354 go").startsWith("354")) {
                return;
            }
            StringBuilder message = new StringBuilder();
            for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
                if (line == null) {
                    throw new IOException("cut off in the middle of a mail");
                }
                String instead = message.isEmpty() ? answer("BODY") : null;
                if (instead != null) {
                    give(instead);
                    return;
                }
                message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            String instead = answer(".");
            String answer = instead == null ? "250 taken" : instead;
            if (answer.startsWith("25") || answer.equals(LOST)) {
                take(new Mail(recipient, message.toString()));
            }
            give(answer);
            mail++;
        }

        private String answer(String command, String usual) throws IOException {
            String instead = answer(command);
            String answer = instead == null ? usual : instead;
            give(answer);
            return answer;
        }

        private String answer(String command) {
            return SmtpServer.this.answer(command, new Talk(number, mail, recipient));
        }

        private void give(String answer) throws IOException {
            switch (answer) {
                case LOST -> end();
                case SILENCE -> awaitTheEnd(Long.MAX_VALUE);
                case NO_END -> {
                    do {
                        say("250-and");
                    } while (!awaitTheEnd(100));
                }
                case RESET -> {
                    socket.setSoLinger(true, 0);
                    end();
                }
                default -> {
                    say(answer.replace(HANG_UP, "").strip());
                    if (answer.endsWith(HANG_UP)) {
                        end();
                    }
                }
            }
        }

        private void end() throws IOException {
            ended = true;
            socket.close();
        }

        private void say(String line) throws IOException {
            if (!line.isEmpty()) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
        }

        private boolean awaitTheEnd(long millis) {
            try {
                return closed.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
