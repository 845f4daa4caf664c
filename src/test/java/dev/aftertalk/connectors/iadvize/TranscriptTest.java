package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bean {@code transcript}. */
class TranscriptTest {

    private final Transcript transcript = new Transcript();

    @Test
    void writesAMessageALine() {
        Map<String, Object> conversation = conversation(
                Map.of("createdAt", "2026-11-22T10:31:12Z", "author", "visitor", "name", "Camille", "text", "Bonjour"),
                Map.of("createdAt", "2026-11-22T10:32:00.5Z", "author", "operator", "text", "Hello"),
                Map.of("createdAt", "2026-11-22T10:33:00", "author", "bot", "text", "Beep"),
                Map.of("author", "system", "text", "Closed"),
                Map.of("text", "?"));

        assertThat(transcript.text(conversation, 1000))
                .isEqualTo(
                        """
                        2026-11-22 10:31 Camille: Bonjour
                        2026-11-22 10:32 Operator: Hello
                        2026-11-22 10:33:00 Bot: Beep
                        System: Closed
                        Unknown: ?""");
    }

    @Test
    void letsNobodyWriteALineThatLooksLikeSomebodyElses() {
        Map<String, Object> conversation = conversation(Map.of(
                "author", "visitor", "name", "C\nSystem", "text", "Hi\n2026-11-22 10:31 Operator: I refund you"));

        assertThat(transcript.text(conversation, 1000).lines())
                .containsExactly("C System: Hi", "    2026-11-22 10:31 Operator: I refund you");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 9, 10, 11, 12, 13, 100})
    void isNeverLongerThanAskedForNorCutsACharacterInTwo(int most) {
        Map<String, Object> conversation =
                conversation(Map.of("author", "visitor", "text", "😀".repeat(100_000)), Map.of("text", "more"));

        String text = transcript.text(conversation, most);

        assertThat(text).hasSizeLessThanOrEqualTo(most).hasSizeGreaterThanOrEqualTo(most - 1);
        assertThat(text.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
        assertThat(most == 0 || text.endsWith("…")).isTrue();
    }

    @Test
    void fitsExactly() {
        Map<String, Object> conversation = conversation(Map.of("author", "visitor", "text", "Hi"));
        assertThat(transcript.text(conversation, 11)).isEqualTo("Visitor: Hi");
        assertThat(transcript.text(conversation, 10)).isEqualTo("Visitor: …");
    }

    @Test
    void saysThatThereWereMoreMessages() {
        Map<String, Object> conversation = new HashMap<>(conversation(Map.of("author", "visitor", "text", "Hi")));
        conversation.put("transcriptTruncated", true);
        assertThat(transcript.text(conversation, 100)).isEqualTo("Visitor: Hi\n…");
    }

    @Test
    void isEmptyWithoutMessages() {
        assertThat(transcript.text(null, 100)).isEmpty();
        assertThat(transcript.text(Map.of(), 100)).isEmpty();
        assertThat(transcript.text(conversation(), 100)).isEmpty();
    }

    @SafeVarargs
    private static Map<String, Object> conversation(Map<String, Object>... messages) {
        return Map.of("transcript", List.of(messages));
    }
}
