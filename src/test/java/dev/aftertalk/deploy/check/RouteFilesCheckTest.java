package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

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

    /** @param edit what is replaced, by what; \n is a line's end */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvFileSource(resources = "edits.csv", delimiter = '|', maxCharsPerColumn = 2000)
    void saysWhereAnEditIsWrongAndWhatToWrite(String file, String from, String to, String place, String said) {
        String before = from.replace("\\n", "\n");
        String after = to == null ? "" : to.replace("\\n", "\n").replace("\\t", "\t");
        routes.edit(file, text -> {
            int at = text.indexOf(before);
            return at < 0 ? text : text.substring(0, at) + after + text.substring(at + before.length());
        });

        assertThat(routes.findings()).anySatisfy(finding -> {
            String told = (finding.isFault() ? "" : "warning: ") + finding;
            assertThat(told.replace(folder + "/", "")).startsWith(place + ": ").contains(said);
        });
    }
}
