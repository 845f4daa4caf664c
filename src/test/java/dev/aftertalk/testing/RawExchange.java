package dev.aftertalk.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes as they are, where an HTTP client would be too polite, and reads one answer, however long the server keeps listening; texts are Latin-1. */
public final class RawExchange implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final Pattern STREAM = Pattern.compile("(?i)\r\ncontent-type: *text/event-stream");
    private static final Pattern GO_ON = Pattern.compile("^HTTP/1\\.1 100[^\r]*\r\n\r\n");
    private static final Pattern NO_BODY = Pattern.compile("^HTTP/1\\.1 (?:204|304)");
    private static final Pattern LAST = Pattern.compile("(?i)\r\nconnection: *close\r\n");

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final int port;
    private Socket socket;

    /** One after the other, on one connection for as long as the server keeps it. */
    public RawExchange(int port) {
        this.port = port;
    }

    /** @param parts the request in pieces: text is sent as Latin-1, byte arrays as they are */
    public static Answer send(int port, Object... parts) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (Object part : parts) {
            request.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        try (RawExchange exchange = new RawExchange(port)) {
            return Answer.parse(exchange.exchange(request.toByteArray(), false));
        }
    }

    /**
     * Sends a request on the connection there is, or on a new one.
     *
     * @param last whether nothing more will come: the server then sees the end of what it reads
     * @return what came back; empty when the connection was closed without a word
     * @throws java.net.SocketTimeoutException when neither comes in time
     */
    public byte[] answer(byte[] request, boolean last) throws IOException {
        boolean used = socket != null;
        byte[] answer = exchange(request, last);
        // What was kept open may have been closed before this came.
        return last(text(used && answer.length == 0 ? exchange(request, last) : answer))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] exchange(byte[] request, boolean last) throws IOException {
        if (socket == null) {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(request);
            if (last) {
                socket.shutdownOutput();
            }
        } catch (SocketException e) {
            // The server closed with some of our bytes unread; what it said before is what counts.
        }
        boolean head = text(request).startsWith("HEAD ");
        boolean whole = read(all, head);
        if (!whole || last || LAST.matcher(text(all.toByteArray())).find()) {
            close();
        }
        return all.toByteArray();
    }

    /** Whether the answer came to its end before the connection did. */
    private boolean read(ByteArrayOutputStream all, boolean head) throws IOException {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
                if (complete(last(text(all.toByteArray())), head)) {
                    return true;
                }
            }
        } catch (SocketException e) {
            // As above.
        }
        return false;
    }

    private static boolean complete(String answer, boolean head) {
        int split = answer.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(answer);
        return split >= 0
                && (head
                        || answer.endsWith(LAST_CHUNK)
                        || NO_BODY.matcher(answer).find()
                        || STREAM.matcher(answer.substring(0, split + 2)).find()
                        || length.find() && answer.length() >= split + 4 + Integer.parseInt(length.group(1)));
    }

    /** Without the word that the server wants the body. */
    private static String last(String answer) {
        return GO_ON.matcher(answer).replaceFirst("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private static String unchunk(String body) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (!body.startsWith(LAST_CHUNK, at)) {
            int line = body.indexOf("\r\n", at);
            int end = line + 2 + Integer.parseInt(body.substring(at, line), 16);
            text.append(body, line + 2, end);
            at = end + 2;
        }
        return text.toString();
    }

    /** @param headers lines such as {@code A: b} */
    public record Answer(int status, List<String> headers, String body) {

        public static Answer parse(byte[] bytes) {
            String text = text(bytes);
            int split = text.indexOf("\r\n\r\n");
            if (split < 0) {
                throw new AssertionError("No HTTP answer, but: «" + text + "»");
            }
            String[] lines = text.substring(0, split).split("\r\n");
            List<String> headers = Arrays.asList(lines).subList(1, lines.length);
            String body = text.substring(split + 4);
            boolean chunked = headers.contains("Transfer-Encoding: chunked") && body.endsWith(LAST_CHUNK);
            return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, chunked ? unchunk(body) : body);
        }

        /** Null for none. */
        public String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }
}
