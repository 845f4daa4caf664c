package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One edit in one of the shipped files each, and what is said of it. */
class RouteFilesCheckTest {

    @TempDir
    Path folder;

    @Test
    void saysNothingOfTheShippedFiles() throws IOException {
        assertThat(new RouteFolderCopy(folder).findings()).isEmpty();
    }

    /** Not at each of its calls as well. */
    @Test
    void saysWhatIsWrongInAKameletThereAlone() throws IOException {
        RouteFolderCopy routes = new RouteFolderCopy(folder)
                .edit(
                        "kamelets/jira-ticket-sink.kamelet.yaml",
                        text -> text.replace("jira-issue:open", "jira-issue:opne"))
                .edit(
                        "kamelets/iadvize-visitor-action.kamelet.yaml",
                        text -> text.replace("iadvize:visitor", "iadvize:vistior"));

        assertThat(routes.findings())
                .extracting(finding -> finding.file().getFileName().toString())
                .containsExactly("iadvize-visitor-action.kamelet.yaml", "jira-ticket-sink.kamelet.yaml");
    }

    static List<Edited> edits() throws IOException {
        return Edited.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void saysWhereAnEditIsWrongAndWhatToWrite(Edited edit) throws IOException {
        String place = edit.place().endsWith(":") ? edit.place() : edit.place() + ": ";

        assertThat(edit.findings(folder))
                .anySatisfy(told -> assertThat(told).startsWith(place).contains(edit.said()));
    }
}
