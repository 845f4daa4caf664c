package dev.aftertalk.care.rehearse;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleEventsTest {

    private static final String EVENT = SignedWebhook.closedConversation(1);

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("sample.json"), bytes);
    }

    private void refuses(byte[] bytes, String... words) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> SampleEvents.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void readsOneAListAndOneAfterTheOther() throws IOException {
        assertThat(SampleEvents.read(file(EVENT.getBytes(UTF_8)))).hasSize(1);
        assertThat(SampleEvents.read(file(("\ufeff[" + EVENT + "," + EVENT + "]\n" + EVENT).getBytes(UTF_8))))
                .hasSize(3);
    }

    @Test
    void saysWhatIsWrongWithAFileAndWhere() throws IOException {
        refuses(new byte[0], "There is no event in");
        refuses(" \n[]\n".getBytes(UTF_8), "There is no event in");
        refuses("{\n  nonsense".getBytes(UTF_8), "is no JSON, at line 2, column");
        refuses("[[1]]".getBytes(UTF_8), "sample.json is no event: ");
        refuses("null".getBytes(UTF_8), "sample.json is no event: ");
        refuses(("[" + EVENT + ",{\"eventId\":\"1\"}]").getBytes(UTF_8), "Number 2 in ", " is no event: ");
        refuses(EVENT.getBytes(UTF_16), "is not written in UTF-8; save it as UTF-8.");
        refuses(
                ("[\"é\"," + EVENT + "]").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                "is not written in UTF-8");
        refuses(("[".repeat(5000)).getBytes(UTF_8), "nested too deep");
    }

    @Test
    void takesNoHugeFileIntoMemory() throws IOException {
        try (RandomAccessFile huge =
                new RandomAccessFile(folder.resolve("huge.json").toFile(), "rw")) {
            huge.setLength(5L << 30);
        }
        assertThatThrownBy(() -> SampleEvents.read(folder.resolve("huge.json")))
                .hasMessageContaining("is larger than 32 MB; rehearse its events in several files.");
    }
}
