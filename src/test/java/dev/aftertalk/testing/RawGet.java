package dev.aftertalk.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Asks for an address as it is spelled, which no HTTP client does. */
public final class RawGet {

    private RawGet() {}

    /** The lines of the answer's head, with the names of its headers in lower case; headers are lines such as {@code A: b}. */
    public static List<String> headers(int port, String path, String version, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            String sent = String.join("\r\n", headers);
            String host = sent.contains("Host: ") ? "" : "Host: localhost\r\n";
            String request = "GET " + path + " " + version + "\r\n" + host + sent
                    + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return answer.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .map(line ->
                            line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT)
                                    + line.substring(Math.max(0, line.indexOf(':'))))
                    .toList();
        }
    }

    /** The first line of the answer. */
    public static String status(int port, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }
}
