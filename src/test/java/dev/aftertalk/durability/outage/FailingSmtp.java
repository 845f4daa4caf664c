package dev.aftertalk.durability.outage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A mail server. A mail whose content has begun is always taken and answered, so that no mail's fate is left open. */
final class FailingSmtp extends FailingPeer {

    private static final List<String> WORKFLOWS = List.of("thank-you-email", "promo-code", "satisfaction-survey");

    private final Effects effects;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    /** @param effects is told of each mail that was taken */
    FailingSmtp(Effects effects) throws IOException {
        super("smtp");
        this.effects = effects;
        listen();
    }

    @Override
    void listen() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 256);
        server = opened;
        begin("smtp-peer", () -> accept(opened));
    }

    @Override
    void refuse() throws IOException {
        server.close();
        for (Socket connection : connections) {
            synchronized (connection) {
                connection.close();
            }
        }
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket connection = from.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                begin("smtp-session", () -> serve(connection));
            } catch (IOException e) {
                return; // stopped
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String recipient = "";
            for (String line = "CONNECT"; line != null && goesOn(connection, line); line = in.readLine()) {
                switch (verb(line)) {
                    case "CONN" -> reply(connection, "220 peer ESMTP");
                    case "RCPT" -> {
                        recipient = line.replaceFirst(".*<v(\\d+)@.*", "$1");
                        reply(connection, "250 ok");
                    }
                    case "DATA" -> take(connection, in, Long.parseLong(recipient));
                    default -> reply(connection, "250 ok");
                }
            }
        } catch (IOException e) {
            // the other side is gone, or this peer was stopped
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Counts mails, and while it fails the connections that it turns away. */
    private boolean goesOn(Socket connection, String line) throws IOException, InterruptedException {
        Spell spell = spell();
        Trouble now = spell.trouble();
        if (verb(line).equals("QUIT")) {
            reply(connection, "221 bye");
            return false;
        }
        if (now != Trouble.NONE || verb(line).equals("MAIL")) {
            calls().note();
        }
        if (now == Trouble.ERRORS) {
            reply(connection, "421 4.3.2 try again later");
        } else if (now != Trouble.NONE) {
            spell.over().await();
        }
        return now == Trouble.NONE;
    }

    private static String verb(String line) {
        return line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
    }

    /** Nobody cuts the connection meanwhile. */
    private void take(Socket connection, BufferedReader in, long visitor) throws IOException {
        synchronized (connection) {
            reply(connection, "354 go on");
            String workflow = "";
            for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
                if (line == null) {
                    throw new IOException("cut off in the middle of a mail");
                }
                String said = line;
                if (workflow.isEmpty() && line.regionMatches(true, 0, "Message-ID:", 0, 11)) {
                    workflow = WORKFLOWS.stream()
                            .filter(said::contains)
                            .findFirst()
                            .orElse("");
                }
            }
            effects.happened(workflow, visitor);
            reply(connection, "250 taken");
        }
    }

    private static void reply(Socket connection, String line) throws IOException {
        connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
