package dev.aftertalk.care.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Gives an event new ids and dates, each in the form iAdvize uses in that place: it has two or three for nearly everything. */
public final class FreshIds {

    private static final Pattern UNIQUE_ID = Pattern.compile("[0-9a-f]{45}");
    private static final List<String> DATES = List.of("createdAt", "sentAt", "receivedAt");
    private static final List<String> IDS =
            List.of("eventId", "conversationId", "visitorId", "visitorExternalId", "transactionId");
    private static final DateTimeFormatter V2 =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OTHER =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Europe/Paris"));

    private FreshIds() {}

    /** @param event gets them in place of those it has */
    public static void renew(ObjectNode event) {
        for (String field : IDS) {
            JsonNode old = event.path(field);
            if (old.isIntegralNumber()) {
                event.put(field, ThreadLocalRandom.current().nextInt(1_000_000, 100_000_000));
            } else if (old.isTextual()) {
                event.put(field, like(old.textValue()));
            }
        }
        if (event.has("transactionId")) {
            event.put("externalId", "transaction-" + digits());
        }
        Instant now = MachineClock.get().instant();
        for (String field : DATES) {
            if (event.path(field).isTextual()) {
                boolean v2 = event.path(field).textValue().endsWith("Z");
                event.put(field, (v2 ? V2 : OTHER).format(now));
            }
        }
    }

    private static String like(String old) {
        if (old.chars().allMatch(Character::isDigit)) {
            return digits();
        }
        return UNIQUE_ID.matcher(old).matches() ? uniqueId() : UUID.randomUUID().toString();
    }

    /** The old visitor id: eight digits. */
    public static String digits() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000));
    }

    /** The REST API's {@code unique_id}: 45 hex digits. */
    private static String uniqueId() {
        String hex = UUID.randomUUID().toString() + UUID.randomUUID();
        return hex.replace("-", "").substring(0, 45);
    }
}
