package dev.aftertalk.connectors.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server that misbehaves on cue: a script may replace each of its answers, or hang up or fall silent instead. */
final class ScriptedSmtpServer implements AutoCloseable {

    static final String HANG_UP = "HANG UP";
    static final String RESET = "RESET";
    static final String SILENCE = "SILENCE";
    /** One line of a reply after the other, and never its last. */
    static final String NO_END = "NO END";
    /** After the message: it is taken, but its sender does not get to know. */
    static final String LOST = "LOST";

    /** What to answer; null for the usual answer. A line that ends with {@link #HANG_UP} is sent and the connection closed. */
    interface Script {
        /** @param command a command line, or GREETING, BODY (the first line of the message was read) or "." (all of it was) */
        String answer(String command, int connection, int mail);
    }

    final Queue<String> messages = new ConcurrentLinkedQueue<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger mostConnections = new AtomicInteger();
    volatile Script script = (command, connection, mail) -> null;

    private final ServerSocket listener;
    private final SSLContext tls;
    private final boolean startTls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ScriptedSmtpServer(SSLContext tls, boolean startTls) throws IOException {
        this.tls = tls;
        this.startTls = startTls;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    static ScriptedSmtpServer plain() throws IOException {
        return new ScriptedSmtpServer(null, false);
    }

    static ScriptedSmtpServer startTls(SSLContext tls) throws IOException {
        return new ScriptedSmtpServer(tls, true);
    }

    static ScriptedSmtpServer tls(SSLContext tls) throws IOException {
        return new ScriptedSmtpServer(tls, false);
    }

    int port() {
        return listener.getLocalPort();
    }

    int openConnections() {
        return open.size();
    }

    /** Closes each connection, as a server does with idle ones. */
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                int number = connections.incrementAndGet();
                start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket accepted, int number) {
        open.add(accepted);
        mostConnections.accumulateAndGet(open.size(), Math::max);
        try (Socket socket = tls != null && !startTls ? secure(accepted) : accepted) {
            new Conversation(socket, number).run();
        } catch (IOException | UncheckedIOException e) {
            // the client left, or the script ended the connection
        } finally {
            open.remove(accepted);
        }
    }

    private SSLSocket secure(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        hangUp();
    }

    private final class Conversation {

        private final int number;
        private Socket socket;
        private BufferedReader in;
        private OutputStream out;
        private int mail = 1;
        private boolean ended;

        Conversation(Socket socket, int number) throws IOException {
            this.number = number;
            use(socket);
        }

        private void use(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        void run() throws IOException {
            answer("GREETING", "220 scripted ESMTP");
            for (String line = in.readLine(); line != null && !ended; line = ended ? null : in.readLine()) {
                commands.add(line);
                String verb = line.toUpperCase().split("[ :]")[0];
                switch (verb) {
                    case "EHLO" ->
                        answer(
                                line,
                                "250-scripted\r\n" + (offersStartTls() ? "250-STARTTLS\r\n" : "") + "250 AUTH PLAIN");
                    case "STARTTLS" -> {
                        answer(line, "220 go");
                        use(secure(socket));
                    }
                    case "DATA" -> data(line);
                    case "QUIT" -> {
                        answer(line, "221 bye");
                        ended = true;
                    }
                    case "AUTH" -> answer(line, "235 welcome");
                    default -> answer(line, "250 ok");
                }
            }
        }

        private boolean offersStartTls() {
            return tls != null && startTls && !(socket instanceof SSLSocket);
        }

        private void data(String command) throws IOException {
            if (!answer(command, "354 go").startsWith("354")) {
                return;
            }
            StringBuilder message = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                if (message.isEmpty() && script.answer("BODY", number, mail) != null) {
                    answer("BODY", "");
                    return;
                }
                message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            String answer = scripted(".", "250 taken");
            if (answer.startsWith("25") || answer.equals(LOST)) {
                messages.add(message.toString()); // before the sender can know
            }
            give(answer);
            mail++;
        }

        private String answer(String command, String usual) throws IOException {
            String answer = scripted(command, usual);
            give(answer);
            return answer;
        }

        private String scripted(String command, String usual) {
            String scripted = script.answer(command, number, mail);
            return scripted == null ? usual : scripted;
        }

        private void give(String answer) throws IOException {
            if (answer.equals(LOST)) {
                ended = true;
                socket.close();
            } else if (answer.equals(SILENCE)) {
                await();
            } else if (answer.equals(NO_END)) {
                goOn();
            } else if (answer.equals(RESET)) {
                socket.setSoLinger(true, 0);
                ended = true;
                socket.close();
            } else {
                String line = answer.replace(HANG_UP, "").strip();
                if (!line.isEmpty()) {
                    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
                if (answer.endsWith(HANG_UP)) {
                    ended = true;
                    socket.close();
                }
            }
        }

        private void goOn() throws IOException {
            try {
                do {
                    out.write("250-and\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                } while (!closed.await(100, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void await() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
