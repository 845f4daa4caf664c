package dev.aftertalk.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Events as iAdvize posts them, each with ids of its own and signed, as whole requests: so that nothing is left to do for them under load. */
final class Events {

    static final String SECRET = "bench-secret";

    /** A conversation was closed: what a mail is sent for. */
    static final String CLOSED = "v2.conversation.closed";

    /** A type that no route knows: it is taken, and nothing is done for it. */
    static final String UNKNOWN = "bench.acknowledged";

    // Digits, as the ids of visitors are that iAdvize's REST API knows. Never the same again, in other processes on the
    // same state neither.
    private static final AtomicLong VISITORS = new AtomicLong(System.currentTimeMillis() * 1000);

    private final Mac mac;

    Events() {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return as many requests, with an event of its own each */
    List<Event> requests(int count, String path, String type) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long visitor = VISITORS.incrementAndGet();
            events.add(new Event(visitor, request(path, body(visitor, type))));
        }
        return events;
    }

    /** @return the number of the visitor whose event was made last */
    static long lastVisitor() {
        return VISITORS.get();
    }

    /** @return of the event about this visitor */
    static String eventId(long visitor) {
        return uuid('1', visitor);
    }

    private byte[] request(String path, String body) {
        byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        String request =
                """
                POST %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                x-iadvize-signature: sha256=%s\r
                Content-Length: %d\r
                \r
                %s"""
                        .formatted(path, HexFormat.of().formatHex(signature), body.length(), body);
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private static String body(long visitor, String type) {
        return """
                {"eventId":"%s","eventType":"%s","platform":"ha","projectId":1,"clientId":1,"conversationId":"%s",\
                "operatorIds":[1,2],"visitorExternalId":"%d","channel":"CHAT","visitorId":"%s",\
                "createdAt":"2019-04-12T07:58:35.171Z","sentAt":"2019-04-12T07:58:35.496Z"}"""
                .formatted(eventId(visitor), type, uuid('2', visitor), visitor, uuid('3', visitor));
    }

    private static String uuid(char kind, long number) {
        String hex = HexFormat.of().toHexDigits(scattered(number));
        return "%s-%s-4%s-a%s0%s-4ba30f0bb3a5"
                .formatted(hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 15), hex.substring(15), kind);
    }

    /**
     * The number as another, each as one of its own: ids of iAdvize are in no order, so that each has a place of its own in the indexes of a
     * ledger. (The last step of splitmix64.)
     */
    private static long scattered(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** @param visitor whose conversation it is, and by whom the mail is known that it leads to */
    record Event(long visitor, byte[] request) {}
}
