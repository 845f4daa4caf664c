package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.aftertalk.testing.SignedWebhook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Posts of {@link OddEvents}, signed; most as iAdvize posts them, some with something odd about their head or their framing. */
final class OddWebhooks {

    private final Odds odds;
    private final OddEvents events;
    private final StringBuilder head = new StringBuilder();
    private String kind;

    /**
     * @param kind in a few words what is odd about it
     * @param event null when its body is none
     */
    record Post(String kind, OddEvents.Event event, byte[] request) {}

    OddWebhooks(Odds odds) throws IOException {
        this.odds = odds;
        this.events = new OddEvents(odds);
    }

    Post next() throws JsonProcessingException {
        OddEvents.Event event = events.next();
        kind = event.kind();
        head.setLength(0);
        String path = odds.oneIn(50) ? note(odds.of("/?a=%", "?" + "a=1&".repeat(50), ";a=b", "/"), "address") : "";
        head.append("POST /webhooks/iadvize").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        byte[] body = odds.oneIn(15) ? encoded(event.body()) : event.body();
        signature(body);
        contentType();
        if (odds.oneIn(20)) {
            head.append(note(
                    odds.of(
                            "CamelHttpResponseCode: 299",
                            "camelfilename: x",
                            "org.apache.camel.x: y",
                            "breadcrumbId: z",
                            "Accept: nonsense",
                            "Cookie: a=\"; b",
                            "X-HTTP-Method-Override: DELETE",
                            "Accept-Language: \u00e9;q=9"),
                    "header"));
            head.append("\r\n");
        }
        return new Post(kind, event, framed(body));
    }

    private String note(String text, String what) {
        kind += "; " + what;
        return text;
    }

    private void signature(byte[] body) {
        String right = SignedWebhook.signature(SignedWebhook.SECRET, body);
        String name = odds.of("x-iadvize-signature", "X-iAdvize-Signature", "X-IADVIZE-SIGNATURE");
        String value = right;
        if (odds.oneIn(40)) {
            value = note(
                    odds.of(
                            "",
                            "sha256=",
                            "sha1=" + right,
                            right.substring(0, right.length() - 1),
                            right.toUpperCase(java.util.Locale.ROOT),
                            right + "\r\n" + name + ": " + right,
                            "x".repeat(4_000),
                            "sha256=\u00e9"),
                    "signature");
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private void contentType() {
        String type =
                odds.of("application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=\"UTF-8\"");
        if (odds.oneIn(30)) {
            type = note(
                    odds.of(
                            "",
                            "text/plain",
                            "application/x-www-form-urlencoded",
                            "multipart/form-data; boundary=x",
                            "multipart/form-data",
                            "application/json; charset=latin1",
                            "application/json; charset=nonsense",
                            "application/json; charset=",
                            "application/json; q=\"",
                            "*/*",
                            "a/b/c",
                            "application/json\r\nContent-Type: application/json"),
                    "content type");
        }
        head.append("Content-Type: ").append(type).append("\r\n");
    }

    private byte[] encoded(byte[] body) {
        String encoding = note(
                odds.of("gzip", "gzip", "gzip", "x-gzip", "GZIP", "deflate", "br", "gzip, gzip", "identity"),
                "encoding");
        head.append("Content-Encoding: ").append(encoding).append("\r\n");
        if (encoding.equals("identity")) {
            return body;
        }
        byte[] packed = gzip(odds.oneIn(10) ? new byte[1_000_000] : body);
        return odds.oneIn(4) ? Arrays.copyOf(packed, odds.below(packed.length)) : packed;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private byte[] framed(byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (!odds.oneIn(5)) {
            all.writeBytes((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
            all.writeBytes(body);
            return all.toByteArray();
        }
        all.writeBytes((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + odds.below(4_000));
            all.writeBytes((Integer.toHexString(size) + odds.of("", ";a=b", "") + "\r\n").getBytes(ISO_8859_1));
            all.write(body, at, size);
            all.writeBytes("\r\n".getBytes(ISO_8859_1));
            at += size;
        }
        all.writeBytes((odds.oneIn(20) ? "0\r\nA: b\r\n\r\n" : "0\r\n\r\n").getBytes(ISO_8859_1));
        return all.toByteArray();
    }
}
