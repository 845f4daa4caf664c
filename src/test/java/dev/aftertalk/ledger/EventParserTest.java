package dev.aftertalk.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final Path SAMPLES = Path.of("src/test/resources/iadvize/events");

    static Stream<Path> samples() throws IOException {
        return Files.list(SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsEverySampleAsATreeWould(Path sample) throws IOException {
        byte[] body = Files.readAllBytes(sample);
        JsonNode tree = new ObjectMapper().readTree(body);

        IncomingEvent event = EventParser.parse(body, "webhook");

        assertThat(event.eventId()).isEqualTo(tree.path("eventId").textValue());
        assertThat(event.eventType()).isEqualTo(tree.path("eventType").textValue());
        assertThat(event.conversationId()).isEqualTo(tree.path("conversationId").asText(null));
        assertThat(event.visitorId()).isEqualTo(tree.path("visitorId").asText(null));
        assertThat(event.projectId())
                .isEqualTo(tree.has("projectId") ? tree.path("projectId").longValue() : null);
        assertThat(event.createdAt()).isNotNull();
        assertThat(event.origin()).isEqualTo("webhook");
        assertThat(event.body()).isSameAs(body);
    }

    @Test
    void hasSamplesToRead() throws IOException {
        assertThat(samples()).hasSizeGreaterThan(15);
    }

    @Test
    void readsBothSpellingsOfATime() {
        assertThat(with("\"createdAt\":\"2019-04-12T07:58:35.171Z\"").createdAt())
                .isEqualTo(Instant.parse("2019-04-12T07:58:35.171Z").toEpochMilli());
        assertThat(with("\"createdAt\":\"2017-04-22T11:01:00+02:00\"").createdAt())
                .isEqualTo(Instant.parse("2017-04-22T09:01:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2017-04-22T11:01:00+0200",
                "2017-04-22T11:01:00+02",
                "2017-04-22T11:01:00.000+0200",
                "2017-04-22T11:01:00,000000+02:00",
                "2017-04-22T11:01+0200",
                "2017-04-22 11:01:00 +0200",
                "2017-04-22 11:01:00+02:00",
                "2017-04-22T09:01:00z",
                "2017-04-22t09:01:00+0000",
                " 2017-04-22T09:01:00Z ",
                "2017-04-22T04:31:00-0430"
            })
    void readsTheUsualSpellingsOfATime(String time) {
        assertThat(with("\"createdAt\":\"" + time + "\"").createdAt())
                .isEqualTo(Instant.parse("2017-04-22T09:01:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2017-02-30T11:01:00+02\"",
                "\"2017-04-22T11:01:00 Europe\"",
                "\"yesterday\"",
                "\"\"",
                "\"2019-04-12T07:58:35\"",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"-999999999-01-01T00:00:00Z\"",
                "1555055915171",
                "{\"at\":1}",
                "true"
            })
    void ignoresATimeItCannotRead(String time) {
        assertThat(with("\"createdAt\":" + time).createdAt()).isNull();
    }

    @Test
    void takesNullForAbsent() {
        IncomingEvent event =
                with("\"conversationId\":null,\"visitorId\":null,\"projectId\":null,\"createdAt\":null,\"other\":null");

        assertThat(event).isEqualTo(new IncomingEvent("e", "t", null, null, null, null, "webhook", event.body()));
    }

    @Test
    void takesNumbersAsIdentifiersOfConversationsAndVisitors() {
        IncomingEvent event = with("\"conversationId\":1,\"visitorId\":593123456789012345678901234567890123");

        assertThat(event.conversationId()).isEqualTo("1");
        assertThat(event.visitorId()).isEqualTo("593123456789012345678901234567890123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":[1,{\"b\":2}]}", "[1,2]", "true", "1.5", "\"\"", "\"  \"", "\"a\\u0000b\"", "\"a\\nb\""})
    void ignoresAConversationItCannotUse(String conversation) {
        assertThat(with("\"conversationId\":" + conversation + ",\"visitorId\":\"v\"")
                        .orderKey())
                .isEqualTo("v");
    }

    @Test
    void ignoresAConversationThatIsTooLong() {
        assertThat(with("\"conversationId\":\"" + "c".repeat(200) + "\"").conversationId())
                .hasSize(200);
        assertThat(with("\"conversationId\":\"" + "c".repeat(201) + "\"").conversationId())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "7.5", "99999999999999999999999999", "[7]", "{}"})
    void ignoresAProjectThatIsNoWholeNumber(String project) {
        assertThat(with("\"projectId\":" + project).projectId()).isNull();
    }

    @Test
    void keepsTheLastOfDuplicateFieldsAsTheWorkflowsWillSeeIt() throws IOException {
        IncomingEvent event = with("\"conversationId\":\"c1\",\"conversationId\":\"c2\",\"eventType\":\"u\"");

        JsonNode tree = new ObjectMapper().readTree(event.body());
        assertThat(event.conversationId())
                .isEqualTo("c2")
                .isEqualTo(tree.path("conversationId").asText());
        assertThat(event.eventType())
                .isEqualTo("u")
                .isEqualTo(tree.path("eventType").asText());
    }

    @Test
    void ignoresFieldsOfTheSameNameDeeperDown() {
        IncomingEvent event =
                with("\"data\":{\"eventId\":\"other\",\"conversationId\":\"c\"},\"list\":[{\"eventId\":1}]");

        assertThat(event.eventId()).isEqualTo("e");
        assertThat(event.conversationId()).isNull();
    }

    @Test
    void leavesAByteOrderMarkOutOfAnEvent() {
        String event = "{\"eventId\":\"é\",\"eventType\":\"t\"}";

        IncomingEvent parsed = EventParser.parse(("\uFEFF" + event).getBytes(UTF_8), "webhook");

        assertThat(parsed.eventId()).isEqualTo("é");
        assertThat(parsed.body()).isEqualTo(event.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1", "CESU-8"})
    void takesNoJsonInAnotherEncoding(String encoding) {
        String event = "{\"eventId\":\"e\",\"eventType\":\"t\",\"other\":\"é \uD83D\uDE00\"}";
        byte[] body = event.getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> EventParser.parse(body, "webhook"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "E080AF", "EDA080", "F4908080", "80", "E282", "F09F98", "FF", "00"})
    void takesNoJsonWithBytesThatAreNoUtf8InATextItSkips(String bytes) {
        byte[] wrong = HexFormat.of().parseHex(bytes);
        byte[] head = "{\"eventId\":\"e\",\"eventType\":\"t\",\"other\":\"".getBytes(UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + wrong.length + 2);
        System.arraycopy(wrong, 0, body, head.length, wrong.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';

        assertThatThrownBy(() -> EventParser.parse(body, "webhook"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void takesHalfASurrogateWrittenAsAnEscapeWhichLosesNothing() {
        byte[] body = "{\"eventId\":\"e\",\"eventType\":\"t\",\"other\":\"\\ud83d\"}".getBytes(UTF_8);

        assertThat(EventParser.parse(body, "webhook").body()).isSameAs(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not json",
                "{",
                "{\"eventId\":\"e\",\"eventType\":\"t\"",
                "{\"eventId\":\"e\",\"eventType\":\"t\"} x",
                "{\"eventId\":\"e\",\"eventType\":\"t\"}{}",
                "{\"eventId\":\"e\",\"eventType\":\"t\"}]",
                "{\"eventId\":\"e\",\"eventType\":\"t\",}",
                "{'eventId':'e','eventType':'t'}",
                "{\"eventId\":\"e\",\"eventType\":\"t\",\"n\":NaN}",
                "{\"eventId\":\"e\",\"eventType\":\"t\",\"a\":\"line\nbreak\"}",
                "[]",
                "[{\"eventId\":\"e\",\"eventType\":\"t\"}]",
                "\"eventId\"",
                "null",
                "42"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        assertThatThrownBy(() -> EventParser.parse(body.getBytes(UTF_8), "webhook"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("JSON");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] body = "{\"eventId\":\"e\",\"eventType\":\"t\",\"a\":\"?\"}".getBytes(UTF_8);
        body[body.length - 3] = (byte) 0xff;

        assertThatThrownBy(() -> EventParser.parse(body, "webhook")).isInstanceOf(InvalidEventException.class);
    }

    @Test
    void refusesNestingBeyondWhatAnyEventHas() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThatThrownBy(() -> with("\"deep\":" + deep)).isInstanceOf(InvalidEventException.class);
        assertThat(with("\"deep\":" + "[".repeat(500) + "]".repeat(500)).eventId())
                .isEqualTo("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventId", "eventType"})
    void namesTheFieldThatIsMissing(String field) {
        String other = field.equals("eventId") ? "eventType" : "eventId";

        assertThatThrownBy(() -> EventParser.parse(("{\"" + other + "\":\"x\"}").getBytes(UTF_8), "webhook"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining(field)
                .hasMessageContaining("missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "{}", "[\"e\"]", "1.5"})
    void refusesAnIdentifierThatIsNoString(String value) {
        for (String field : new String[] {"eventId", "eventType"}) {
            assertThatThrownBy(() -> with("\"" + field + "\":" + value))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining(field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\\u0000b", "a\\u0007", "a\\nb", "\\ud83d\\ude00", "\\ud83d"})
    void refusesAnIdentifierThatIsNotPrintable(String value) {
        for (String field : new String[] {"eventId", "eventType"}) {
            assertThatThrownBy(() -> with("\"" + field + "\":\"" + value + "\""))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining(field)
                    .hasMessageContaining("printable");
        }
    }

    @Test
    void limitsIdentifiersTo200Characters() {
        assertThat(with("\"eventId\":\"" + "é".repeat(200) + "\"").eventId()).hasSize(200);
        assertThatThrownBy(() -> with("\"eventId\":\"" + "e".repeat(201) + "\""))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("200");
    }

    /** An event with an identifier and a type, and then these fields. */
    private static IncomingEvent with(String fields) {
        return EventParser.parse(("{\"eventId\":\"e\",\"eventType\":\"t\"," + fields + "}").getBytes(UTF_8), "webhook");
    }
}
