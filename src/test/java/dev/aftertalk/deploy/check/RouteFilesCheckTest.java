package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One edit in one of the shipped files each, and what is said of it. */
class RouteFilesCheckTest {

    @TempDir
    Path folder;

    private RouteFolderCopy routes;

    @BeforeEach
    void copy() throws Exception {
        routes = new RouteFolderCopy(folder);
    }

    @Test
    void saysNothingOfTheShippedFiles() {
        assertThat(routes.findings()).isEmpty();
    }

    static Stream<Arguments> edits() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/dev/aftertalk/deploy/check/edits.csv"))) {
            return lines.map(line -> Arguments.of((Object[]) line.split("(?<!\\\\)\\|", 5))).toList().stream();
        }
    }

    /** @param edit what is replaced, by what; \n is a line's end */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("edits")
    void saysWhereAnEditIsWrongAndWhatToWrite(String file, String from, String to, String place, String said) {
        String before = from.replace("\\n", "\n").replace("\\|", "|");
        String after = to.replace("\\n", "\n").replace("\\t", "\t").replace("\\|", "|");
        routes.edit(file, text -> {
            int at = text.indexOf(before);
            return at < 0 ? text : text.substring(0, at) + after + text.substring(at + before.length());
        });

        assertThat(routes.findings()).anySatisfy(finding -> {
            String told = (finding.isFault() ? "" : "warning: ") + finding;
            assertThat(told.replace(folder + "/", ""))
                    .startsWith(place.endsWith(":") ? place : place + ": ")
                    .contains(said.replace("\\|", "|"));
        });
    }
}
