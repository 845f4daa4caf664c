package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenArgumentsTest {

    private static final Map<String, Object> SCHEMA = InputSchema.none()
            .needs("event", "An event.")
            .choice("state", "A state.", List.of("dead", "done"))
            .number("limit", "How many.", 1, 50, 20)
            .texts("events", "More events.", 2)
            .dry()
            .map();

    private static String fault(Map<String, ?> given) {
        return new GivenArguments().validate(SCHEMA, given).errorMessage();
    }

    @Test
    void takesWhatTheSchemaSays() {
        assertThat(fault(Map.of(
                        "event", "e", "state", "dead", "limit", 50, "dryRun", false, "events", List.of("a", "b"))))
                .isNull();
        assertThat(fault(Map.of("event", 17))).as("ids are numbers for some").isNull();
    }

    @Test
    void takesNullForWhatIsNotGiven() {
        Map<String, Object> given = new HashMap<>(Map.of("event", "e"));
        given.put("limit", null);
        assertThat(fault(given)).isNull();
        assertThat(fault(Collections.singletonMap("event", null))).isEqualTo("event is missing.");
    }

    @Test
    void saysWhatToGiveInstead() {
        assertThat(fault(Map.of())).isEqualTo("event is missing.");
        assertThat(fault(Map.of("event", "e", "dry", true)))
                .isEqualTo("there is no argument dry; there are [event, state, limit, events, dryRun].");
        assertThat(fault(Map.of("event", "e", "state", "gone"))).isEqualTo("state must be one of [dead, done].");
        assertThat(fault(Map.of("event", "e", "limit", 51))).isEqualTo("limit must be a whole number from 1 to 50.");
        assertThat(fault(Map.of("event", "e", "limit", "5"))).isEqualTo("limit must be a whole number from 1 to 50.");
        assertThat(fault(Map.of("event", "e", "dryRun", "no"))).isEqualTo("dryRun must be true or false.");
        assertThat(fault(Map.of("event", "e", "events", List.of("a", "b", "c"))))
                .isEqualTo("events must be a list of at most 2 texts without NUL or half a character.");
        assertThat(fault(Map.of("event", "e", "events", List.of("a\0"))))
                .isEqualTo("events must be a list of at most 2 texts without NUL or half a character.");
        assertThat(fault(Map.of("event", "e\0"))).isEqualTo("event must be a text without NUL or half a character.");
        assertThat(fault(Map.of("event", List.of()))).isEqualTo("event must be a text.");
        assertThat(fault(Map.of("event", "x".repeat(4_001))))
                .isEqualTo("event must be a text of at most 4000 characters.");
    }
}
