package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The safety net of whoever edits {@code routes/}: each file is checked, and each check is proved by a file that breaks its rule. */
class RouteFilesTest {

    private static final Path ROUTES = Path.of("routes");
    private static final Path SETTINGS = Path.of("src/main/resources/application.properties");
    private static final Path SAMPLES = Path.of("src/test/resources/route-files");
    private static final String EXPECTED = "# Fault: ";

    @TestFactory
    Stream<DynamicTest> everyRouteFileKeepsTheRules() throws IOException {
        return keepsTheRules(ROUTES, SETTINGS);
    }

    @TestFactory
    Stream<DynamicTest> everyGoodSampleKeepsTheRules() throws IOException {
        return keepsTheRules(SAMPLES.resolve("good"), SAMPLES.resolve("settings.properties"));
    }

    @TestFactory
    Stream<DynamicTest> everyBadSampleIsFoundOut() throws IOException {
        RouteFileChecks checks = checks(SAMPLES.resolve("good"), SAMPLES.resolve("settings.properties"));
        Path bad = SAMPLES.resolve("bad");
        return RouteFolder.list(bad).stream()
                .map(file -> dynamicTest(bad.relativize(file).toString(), () -> assertThat(checks.faults(file))
                        .singleElement()
                        .asString()
                        .contains(expected(file))));
    }

    @Test
    void aFileThatIsNoYamlIsFoundOut(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("torn.camel.yaml"), "- route:\n    id: [");
        assertThat(checks(folder, SETTINGS).faults(file))
                .singleElement()
                .asString()
                .startsWith("can't be read");
    }

    private static Stream<DynamicTest> keepsTheRules(Path folder, Path settings) throws IOException {
        RouteFileChecks checks = checks(folder, settings);
        List<Path> files = RouteFolder.list(folder);
        assertThat(files).as("files in " + folder).isNotEmpty();
        return files.stream()
                .map(file -> dynamicTest(folder.relativize(file).toString(), () -> assertThat(checks.faults(file))
                        .isEmpty()));
    }

    private static RouteFileChecks checks(Path folder, Path settings) throws IOException {
        return new RouteFileChecks(RouteFolder.read(folder, settings));
    }

    private static String expected(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains(EXPECTED))
                .map(line -> line.substring(line.indexOf(EXPECTED) + EXPECTED.length())
                        .replace(" -->", "")
                        .strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " doesn't say which fault it shows"));
    }
}
