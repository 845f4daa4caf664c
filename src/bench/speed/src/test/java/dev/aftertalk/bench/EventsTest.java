package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Pattern EVENT_ID = Pattern.compile("\"eventId\":\"([^\"]+)\"");

    @Test
    void hasIdsInNoOrder() {
        List<String> ids = new Events()
                .requests(1000, "/webhooks/iadvize", Events.CLOSED).stream()
                        .map(event -> eventId(new String(event.request(), StandardCharsets.UTF_8)))
                        .toList();
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> assertThat(UUID.fromString(id))
                .hasToString(id));
        long firstLetters =
                ids.stream().map(id -> id.substring(0, 2)).distinct().count();
        assertThat(firstLetters).isGreaterThan(200);
    }

    private static String eventId(String request) {
        Matcher id = EVENT_ID.matcher(request);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
