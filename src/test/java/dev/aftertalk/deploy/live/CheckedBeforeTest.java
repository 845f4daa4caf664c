package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** When there is nothing to check again. */
class CheckedBeforeTest {

    @TempDir
    private Path folder;

    private final RouteSet files = RouteSet.of(List.of(new RouteFile(
            Path.of("routes/a.camel.yaml"),
            RouteFile.Kind.ROUTES,
            "- route: {id: \"{{my.word}}\"}".getBytes(StandardCharsets.UTF_8))));

    private Path program;

    @BeforeEach
    void install() throws Exception {
        program = Files.writeString(folder.resolve("program"), "");
    }

    private String hash(String word) {
        MockEnvironment settings = new MockEnvironment();
        settings.setProperty("my.word", word);
        settings.setProperty("my.other", word);
        return CheckedBefore.of(files, settings, program.toFile());
    }

    @Test
    void isOtherwiseWithASettingThatIsRead() {
        assertThat(hash("a")).isEqualTo(hash("a")).isNotEqualTo(hash("b")).isNotEmpty();
        assertThat(CheckedBefore.of(files, new MockEnvironment(), folder.toFile()))
                .as("while it is developed")
                .isEmpty();
    }

    @Test
    void isToldOfASettingThatCantBeReadAsWell() {
        assertThat(hash("${not.there}")).isNotEqualTo(hash("a"));
        assertThat(hash("${my.word}")).isNotEqualTo(hash("${not.there}"));
    }
}
