package dev.aftertalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What visitors read must be there in each language: a text that is missing would be shown in English in the middle of a French page. */
class MessagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"src/main/resources", "src/sandbox/resources/sandbox"})
    void saysEverythingInBothLanguages(Path folder) throws IOException {
        Properties english = read(folder.resolve("messages.properties"));
        Properties french = read(folder.resolve("messages_fr.properties"));
        assertThat(english).isNotEmpty();
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(french.values()).noneMatch(text -> text.toString().isBlank());
        assertThat(english.values()).noneMatch(text -> text.toString().isBlank());
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
