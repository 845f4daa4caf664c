package dev.aftertalk.deploy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short names, of the files that are shipped. */
class RouteNamesTest {

    private static final List<Path> SHIPPED = shipped();

    private static List<Path> shipped() {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "thank-you-email, routes/workflows/thank-you-email.camel.yaml",
        "workflows/thank-you-email.camel.yaml, routes/workflows/thank-you-email.camel.yaml",
        "./routes/router.camel.yaml, routes/router.camel.yaml",
        "router, routes/router.camel.yaml",
        "email-sink, routes/kamelets/email-sink.kamelet.yaml",
        "thank-you, routes/mail/thank-you.ftlh",
        "thank-you.sample.json, routes/mail/thank-you.sample.json",
        "workflows/promo-code, routes/workflows/promo-code.camel.yaml"
    })
    void areEnoughWhereOneFileMatches(String name, String path) {
        assertThat(RouteNames.find(name, SHIPPED)).isEqualTo(Path.of(path));
    }

    @Test
    void mayBeWrittenFromTheRoot() {
        Path router = Path.of("routes/router.camel.yaml");
        assertThat(RouteNames.find(router.toAbsolutePath().toString(), SHIPPED)).isEqualTo(router);
    }

    @Test
    void areAskedBackWhereTwoFilesMatch() {
        assertThatThrownBy(() -> RouteNames.find("promo-code", SHIPPED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("promo-code may be routes/mail/promo-code.ftlh or routes/workflows/promo-code.camel.yaml:"
                        + " write more of its path.");
    }

    @Test
    void areCorrectedWhereNoneDoes() {
        assertThatThrownBy(() -> RouteNames.find("thank-you-emial", SHIPPED))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageEndingWith("did you mean thank-you-email?");
        assertThatThrownBy(() -> RouteNames.find("workflows/thank-you-emai.camel.yaml", SHIPPED))
                .hasMessageEndingWith("did you mean workflows/thank-you-email.camel.yaml?");
        assertThatThrownBy(() -> RouteNames.find("something else", SHIPPED))
                .hasMessage("There is no file something else in routes/, and no version of one.");
    }
}
