package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** iAdvize's documented events, each with up to three things about it changed; the kinds of change are those that senders get wrong. */
final class OddEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Path SAMPLES = Path.of("src/test/resources/iadvize/events");
    private static final int REMEMBERED = 200;
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1.0",
            "1e3",
            "1e999",
            "-1e-999",
            "9223372036854775807",
            "9223372036854775808",
            "0.1e-7",
            "123456789012345678901234567890",
            "4".repeat(990),
            "4".repeat(1_100));

    private final Odds odds;
    private final List<ObjectNode> samples = new ArrayList<>();
    private final List<String> conversations = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();

    /** An event's body, and in a few words what is odd about it. */
    record Event(String kind, byte[] body) {

        /** Whether it was sent just now, and may be kept for that; of some the time is what is odd. */
        boolean isNew() {
            try {
                return Instant.parse(JSON.readTree(body).path("sentAt").asText())
                        .isAfter(Instant.now().minusSeconds(3_600));
            } catch (IOException | DateTimeException e) {
                return false;
            }
        }

        /** Its id; null when it has none that a JSON reader finds. */
        String id() {
            try {
                JsonNode id = JSON.readTree(body).path("eventId");
                return id.isTextual() ? id.textValue() : null;
            } catch (IOException e) {
                return null;
            }
        }
    }

    OddEvents(Odds odds) throws IOException {
        this.odds = odds;
        try (Stream<Path> files = Files.list(SAMPLES).sorted()) {
            for (Path file : files.toList()) {
                samples.add((ObjectNode) JSON.readTree(file.toFile()));
            }
        }
    }

    Event next() throws JsonProcessingException {
        if (!sent.isEmpty() && odds.oneIn(20)) {
            return new Event("sent again", odds.of(sent));
        }
        ObjectNode event = usual();
        List<String> kinds = new ArrayList<>();
        for (int left = odds.below(4); left > 0; left--) {
            kinds.add(change(event));
        }
        byte[] body = JSON.writeValueAsBytes(event);
        if (odds.oneIn(6)) {
            String kind = odds.of(
                    "a field twice",
                    "marked",
                    "spaces",
                    "more behind",
                    "cut off",
                    "not UTF-8",
                    "UTF-16",
                    "a zero byte",
                    "comments",
                    "no object",
                    "empty",
                    "noise");
            kinds.add(kind);
            body = written(kind, body);
        }
        remember(body);
        return new Event(kinds.isEmpty() ? "as usual" : String.join(", ", kinds), body);
    }

    private ObjectNode usual() {
        ObjectNode event = odds.of(samples).deepCopy();
        event.put("eventId", odds.id());
        // Nothing is done for what was sent before repeats are known.
        event.put("sentAt", Instant.now().toString());
        if (!conversations.isEmpty() && odds.oneIn(3)) {
            event.put("conversationId", odds.of(conversations));
        } else if (event.has("conversationId")) {
            event.put("conversationId", odds.id());
        }
        if (odds.oneIn(2)) {
            event.put(
                    "createdAt",
                    Instant.ofEpochSecond(1_790_000_000L + odds.below(5_000_000))
                            .toString());
        }
        return event;
    }

    private void remember(byte[] body) {
        if (sent.size() < REMEMBERED) {
            sent.add(body);
            conversations.add(odds.id());
        } else {
            sent.set(odds.below(REMEMBERED), body);
        }
    }

    private String change(ObjectNode event) {
        List<JsonNode> containers = new ArrayList<>(List.of(event));
        collect(event, containers);
        JsonNode container = odds.oneIn(2) ? event : odds.of(containers);
        if (container instanceof ArrayNode list) {
            list.add(odd());
            return "more in a list";
        }
        ObjectNode object = (ObjectNode) container;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || odds.oneIn(8)) {
            object.set(odds.text(), odd());
            return "a new field";
        }
        String name = odds.of(names);
        switch (odds.below(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, object.get(name).asText());
            case 3 -> object.set(name, NODES.arrayNode().add(object.get(name)));
            case 4 -> object.set(name, NODES.objectNode().set(name, object.get(name)));
            case 5 -> object.put(name, odds.text());
            default -> object.set(name, odd());
        }
        return name + " changed";
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                containers.add(child);
                collect(child, containers);
            }
        }
    }

    private JsonNode odd() {
        return switch (odds.below(10)) {
            case 0 -> NODES.booleanNode(odds.oneIn(2));
            case 1 -> NODES.nullNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.objectNode();
            case 4, 5 -> raw(odds.of(NUMBERS));
            case 6 -> nested(odds.of(List.of(10, 400, 990, 1_010, 20_000)));
            case 7 -> NODES.textNode(odds.text().repeat(1 + odds.below(odds.oneIn(10) ? 60 : 2)));
            default -> NODES.textNode(odds.text());
        };
    }

    private JsonNode nested(int deep) {
        boolean lists = odds.oneIn(2);
        return raw((lists ? "[" : "{\"a\":").repeat(deep) + "1" + (lists ? "]" : "}").repeat(deep));
    }

    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }

    private byte[] written(String kind, byte[] body) {
        return switch (kind) {
            case "a field twice" ->
                edit(
                        body,
                        text -> "{\"" + odds.of("eventId", "eventType", "conversationId", "createdAt", "a") + "\":\""
                                + odds.id() + "\"," + text.substring(1));
            case "marked" -> edit(body, text -> "\ufeff" + text);
            case "spaces" -> edit(body, text -> " \r\n\t".repeat(1 + odds.below(500)) + text.replace(",", " ,\n"));
            case "more behind" -> edit(body, text -> text + odds.of("x", "{}", ",", "\u0000", text, "]"));
            case "cut off" -> Arrays.copyOf(body, odds.below(body.length));
            case "not UTF-8" -> broken(body);
            case "UTF-16" -> new String(body, UTF_8).getBytes(UTF_16LE);
            case "a zero byte" -> edit(body, text -> text.replaceFirst("e", "\u0000"));
            case "comments" -> edit(body, text -> "/* a */" + text.replace('"', '\''));
            case "no object" ->
                odds.of("[]", "1", "\"a\"", "null", "[" + new String(body, UTF_8) + "]")
                        .getBytes(UTF_8);
            case "empty" -> new byte[0];
            default -> odds.bytes(3_000);
        };
    }

    private byte[] broken(byte[] body) {
        byte[] broken = body.clone();
        broken[odds.below(broken.length)] = odds.of(List.of((byte) 0xc0, (byte) 0xff, (byte) 0xe9, (byte) 0xed));
        return broken;
    }

    private static byte[] edit(byte[] body, UnaryOperator<String> change) {
        return change.apply(new String(body, UTF_8)).getBytes(UTF_8);
    }
}
