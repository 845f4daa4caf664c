package dev.aftertalk.webhook;

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
final class RawHttp {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private RawHttp() {}

    /** @param parts the request in pieces: text is sent as Latin-1, byte arrays as they are */
    static Answer send(int port, Object... parts) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            for (Object part : parts) {
                request.writeBytes(
                        part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            boolean bodiless = request.toString(StandardCharsets.ISO_8859_1).startsWith("HEAD ");
            return Answer.parse(readAnswer(socket.getInputStream(), bodiless));
        }
    }

    private static byte[] readAnswer(InputStream in, boolean bodiless) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
                if (complete(all.toString(StandardCharsets.ISO_8859_1), bodiless)) {
                    break;
                }
            }
        } catch (SocketException e) {
            // The server closed with some of our bytes unread; what it said before is what counts.
        }
        return all.toByteArray();
    }

    private static boolean complete(String answer, boolean bodiless) {
        int split = answer.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(answer);
        return split >= 0
                && (bodiless
                        || answer.endsWith(LAST_CHUNK)
                        || length.find() && answer.length() >= split + 4 + Integer.parseInt(length.group(1)));
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

    record Answer(int status, List<String> headers, String body) {

        static Answer parse(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int split = text.indexOf("\r\n\r\n");
            if (split < 0) {
                throw new AssertionError("No HTTP answer, but: «" + text + "»");
            }
            String[] lines = text.substring(0, split).split("\r\n");
            List<String> headers = Arrays.asList(lines).subList(1, lines.length);
            String body = text.substring(split + 4);
            boolean chunked = headers.contains("Transfer-Encoding: chunked");
            return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, chunked ? unchunk(body) : body);
        }

        String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }
}
