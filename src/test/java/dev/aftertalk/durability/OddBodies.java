package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** Bodies as forms, multipart forms and JSON, some of them torn, and how long they say that they are. */
final class OddBodies {

    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1e999",
            "99999999999999999999",
            "[]",
            "{}",
            "[[1]]",
            "{\"a\":{\"b\":1}}",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"dead\"",
            "{\"state\":\"dead\",\"event\":\"x\"}",
            "{\"event\":\"x\",\"from\":\"2026-11-01\"}",
            "{\"event\":\"\\u0000\"}",
            "{\"state\":7}",
            "[".repeat(2_000),
            "{\"a\":".repeat(1_500));

    private OddBodies() {}

    /** @param type null to leave the header as it is */
    record Body(String odd, String type, byte[] bytes) {}

    static Body of(Odds odds, List<String> fields, byte[] usual) {
        String field = fields.isEmpty() ? "a" : odds.of(fields);
        return switch (odds.below(6)) {
            case 0, 1 -> multipart(odds, field);
            case 2 ->
                new Body(
                        "json",
                        odds.of("application/json", "application/json;charset=utf-16", "text/json"),
                        json(odds, fields));
            case 3 ->
                new Body(
                        "form",
                        odds.of(
                                "application/x-www-form-urlencoded",
                                "application/x-www-form-urlencoded; charset=nonsense",
                                "application/x-www-form-urlencoded; charset=",
                                "application/x-www-form-urlencoded;charset=utf-16",
                                "text/plain",
                                "",
                                "x"),
                        text(
                                field,
                                odds.of(
                                        "=%",
                                        "=%zz",
                                        "=%ff",
                                        "=%00",
                                        "",
                                        "=1&".repeat(3_000),
                                        "=\u00e9",
                                        "=1&=&&=",
                                        "=" + "x".repeat(70_000))));
            case 4 -> new Body("noise", null, odds.bytes(5_000));
            default -> new Body("none", null, usual == null ? text(field, "=1") : null);
        };
    }

    private static Body multipart(Odds odds, String field) {
        String type = odds.of(
                "multipart/form-data; boundary=b",
                "multipart/form-data; boundary=b",
                "multipart/form-data; boundary=\"b",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=" + "b".repeat(100),
                "multipart/form-data; boundary=b; charset=nonsense",
                "multipart/mixed; boundary=b",
                "multipart/x");
        String head = "Content-Disposition: form-data; name=\"" + field + "\"";
        String part = odds.of(
                "--b\r\n" + head + "\r\n\r\n5\r\n",
                "--b\r\n" + head + "; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n5\r\n",
                "--b\r\n" + head + "; filename*=UTF-8''%zz\r\n\r\n5\r\n",
                "--b\r\n" + head + "; filename=\"\u0000\"\r\n\r\n5\r\n",
                "--b\r\nContent-Disposition: form-data\r\n\r\n5\r\n",
                "--b\r\nContent-Disposition: nonsense; name=\r\n\r\n5\r\n",
                "--b\r\n" + head + "\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n5\r\n",
                "--b\r\n" + head + "\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n",
                "--b\r\n" + head + "\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n5\r\n--c--\r\n",
                "--b\r\n\r\n5\r\n",
                "--b\r\n" + head + "\r\nA: " + "x".repeat(20_000) + "\r\n\r\n5\r\n",
                "--b\r\n" + head,
                "--b\r\n" + head + "\r\n\r\ncut",
                "--b",
                "");
        String body = part.repeat(odds.of(List.of(1, 1, 1, 3, 60, 300)))
                + odds.of("--b--\r\n", "--b--", "", "--b", "--b--\r\nmore");
        return new Body("multipart " + type, type, body.getBytes(ISO_8859_1));
    }

    static byte[] json(Odds odds, List<String> fields) {
        String body = fields.stream()
                .filter(field -> odds.oneIn(2))
                .map(field -> "\"" + field + "\":"
                        + (odds.oneIn(3)
                                ? "\""
                                        + new String(
                                                JsonStringEncoder.getInstance().quoteAsString(odds.text())) + "\""
                                : odds.of(JSON_VALUES)))
                .collect(Collectors.joining(",", "{", "}"));
        String written = odds.oneIn(5)
                ? odds.of(
                        "",
                        "[]",
                        "null",
                        "1",
                        "\"a\"",
                        "{",
                        body + "x",
                        "\ufeff" + body,
                        body.replace('"', '\''),
                        "{\"a\":1,\"a\":2}")
                : body;
        return written.getBytes(UTF_8);
    }

    /** The header that says how the body comes, or one that contradicts it. */
    static String framing(Odds odds) {
        return odds.of(
                "Content-Length: 5000",
                "Content-Length: 1",
                "Content-Length: 0",
                "Content-Length: -1",
                "Content-Length: x",
                "Content-Length: +5",
                "Content-Length: ",
                "Content-Length: 99999999999999999999",
                "Content-Length: 9999999999",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: CHUNKED",
                "Transfer-Encoding: chunked\r\n\r\n5\r\na=1&b\r\n0\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5;x=\"y\r\na=1&b\r\n0\r\nA: b\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-5\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\na=1b",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: x",
                "Transfer-Encoding: ",
                "Expect: 100-continue\r\nContent-Length: 5000",
                "Expect: 100-continue\r\nTransfer-Encoding: chunked",
                "A: b");
    }

    private static byte[] text(String field, String rest) {
        return (field + rest).getBytes(ISO_8859_1);
    }
}
