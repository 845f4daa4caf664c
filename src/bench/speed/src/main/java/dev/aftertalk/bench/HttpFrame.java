package dev.aftertalk.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One message of HTTP/1.1 at the beginning of bytes that came in: a request or an answer.
 *
 * @param firstLine the request line or the status line
 * @param headerBytes how many bytes the body begins after
 * @param bytes how long the message is; what comes behind belongs to the next one
 * @param closes whether the sender says that it closes the connection after this message
 */
record HttpFrame(String firstLine, int headerBytes, int bytes, boolean closes) {

    /**
     * @param from where the message begins
     * @param to where the bytes that are here end
     * @return null when it is not all here yet
     * @throws IllegalArgumentException when it says neither in advance nor by chunks where its body ends
     */
    static HttpFrame of(byte[] bytes, int from, int to) {
        int bodyAt = endOfHeader(bytes, from, to);
        if (bodyAt < 0) {
            return null;
        }
        String head = new String(bytes, from, bodyAt - from, StandardCharsets.ISO_8859_1);
        String firstLine = head.substring(0, head.indexOf('\r'));
        String fields = head.substring(firstLine.length()).toLowerCase(Locale.ROOT);
        int end = endOfBody(firstLine, fields, bytes, bodyAt, to);
        boolean closes = "close".equals(field(fields, "connection")) || firstLine.contains("HTTP/1.0");
        return end < 0 ? null : new HttpFrame(firstLine, bodyAt - from, end - from, closes);
    }

    /** @return of an answer */
    int status() {
        return Integer.parseInt(firstLine, 9, 12, 10);
    }

    /** @return of a request */
    String path() {
        return firstLine.split(" ", 3)[1];
    }

    private static int endOfBody(String firstLine, String fields, byte[] bytes, int bodyAt, int to) {
        boolean answer = firstLine.startsWith("HTTP/");
        String length = field(fields, "content-length");
        if (answer && hasNoBody(firstLine)) {
            return bodyAt;
        } else if ("chunked".equals(field(fields, "transfer-encoding"))) {
            return endOfChunks(bytes, bodyAt, to);
        } else if (length != null) {
            int end = bodyAt + Integer.parseInt(length);
            return end <= to ? end : -1;
        } else if (answer) {
            throw new IllegalArgumentException("An answer must say how long it is: " + firstLine);
        }
        return bodyAt;
    }

    private static boolean hasNoBody(String firstLine) {
        String status = firstLine.substring(9, 12);
        return status.startsWith("1") || status.equals("204") || status.equals("304");
    }

    private static int endOfChunks(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            int line = endOfLine(bytes, at, to);
            if (line < 0) {
                return -1;
            }
            String size = new String(bytes, at, line - 2 - at, StandardCharsets.ISO_8859_1).split(";", 2)[0];
            int length = Integer.parseInt(size.strip(), 16);
            if (length == 0) {
                return endOfTrailer(bytes, line, to);
            }
            at = line + length + 2;
        }
    }

    private static int endOfTrailer(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            int line = endOfLine(bytes, at, to);
            if (line < 0 || line == at + 2) {
                return line;
            }
            at = line;
        }
    }

    private static int endOfHeader(byte[] bytes, int from, int to) {
        for (int line = endOfLine(bytes, from, to); line >= 0; line = endOfLine(bytes, line, to)) {
            if (line + 1 < to && bytes[line] == '\r' && bytes[line + 1] == '\n') {
                return line + 2;
            }
        }
        return -1;
    }

    /** @return where the next line begins; -1 when this one has no end yet */
    static int endOfLine(byte[] bytes, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r') {
                return at + 1;
            }
        }
        return -1;
    }

    private static String field(String fields, String name) {
        int at = fields.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return null;
        }
        int value = at + name.length() + 3;
        return fields.substring(value, fields.indexOf("\r\n", value)).strip();
    }
}
