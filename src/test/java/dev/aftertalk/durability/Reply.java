package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came back for a request, and whether that is as it should be. */
record Reply(int status, String text) {

    /** Neither an answer nor an end of the connection. */
    static final Reply LATE = new Reply(-1, "");

    private static final Pattern FIRST_LINE = Pattern.compile("^HTTP/1\\.1 (\\d{3}) ?");
    private static final Pattern RETRY = Pattern.compile("(?i)\r\nRetry-After: *\\d+\r\n");

    /**
     * Answers in the five hundreds that the standard wants for such requests: a transfer coding or method that a server doesn't know (RFC
     * 9112, 6.1; RFC 9110, 15.6.2), a version of HTTP that it doesn't speak (15.6.6).
     */
    private static final Map<Integer, Pattern> WANTED = Map.of(
            501, Pattern.compile("(?i)^\\s*CONNECT |\r?\nTransfer-Encoding:(?! *chunked *[\r\n])"),
            505, Pattern.compile("^\\s*[^\n]*(?! HTTP/1\\.[01]\\s) \\S*\\s*\n"));

    /** Whoever begins like this speaks HTTP/2 (RFC 9113, 3.4), and would not understand an answer of HTTP/1.1. */
    private static final Pattern HTTP_2 = Pattern.compile("^PRI \\* HTTP/2\\.0\r\n");

    /** HTTP/0.9 has no version in the request, and neither head nor status in the answer. */
    private static final Pattern HTTP_0_9 = Pattern.compile("^\\s*\\S+[ \t]+\\S*\\s*[\r\n]");

    /**
     * What can't be parsed as a request is answered so, without a head, when the connection's processor had a request of HTTP/0.9 before,
     * which Tomcat forgets only with the next request that it can parse.
     */
    private static final Pattern WITHOUT_HEAD =
            Pattern.compile("^\\{\"type\":\"about:blank\",.*\"status\":([45]\\d\\d),");

    static Reply of(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        Matcher line = FIRST_LINE.matcher(text);
        Matcher problem = WITHOUT_HEAD.matcher(text);
        boolean known = line.find() || problem.find();
        return new Reply(known ? Integer.parseInt((text.startsWith("HTTP/") ? line : problem).group(1)) : 0, text);
    }

    boolean isRefusedForNow() {
        return status == 503 && RETRY.matcher(text).find();
    }

    /** For the table of what was answered. */
    String said() {
        return status > 0
                ? Integer.toString(status)
                : status < 0 ? "nothing in time" : text.isEmpty() ? "closed" : "no HTTP/1.1";
    }

    /** What is wrong with it; null for nothing. */
    String fault(byte[] request) {
        String sent = new String(request, ISO_8859_1);
        boolean wanted =
                WANTED.containsKey(status) && WANTED.get(status).matcher(sent).find();
        if (status > 0 && status < 500 || wanted || isRefusedForNow()) {
            return null;
        }
        return status == 0
                        && (HTTP_2.matcher(sent).find()
                                || HTTP_0_9.matcher(sent).find())
                ? null
                : said();
    }
}
