package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.detour.Detours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrillNamesTest {

    @Test
    void nameWhatCanBePlayedAndNothingElse() {
        Detours detours = new Detours();
        List<String> played = Stream.of(
                        new HttpDrill(detours),
                        new MailDrill(detours),
                        new DatabaseDrill(new DrilledDatabase(false), null, null, "jdbc:sqlite:a.db"),
                        new ClockDrill(),
                        new NodeDrill(null, null))
                .flatMap(drill -> drill.names().stream())
                .toList();

        assertThat(played).containsExactlyInAnyOrderElementsOf(DrillNames.all().keySet());
    }

    @Test
    void knowWhichDatabaseCanBeDrilledHow() {
        assertThat(DrillNames.wrongDatabase("database-away", false)).isPresent();
        assertThat(DrillNames.wrongDatabase("database-away", true)).isEmpty();
        assertThat(DrillNames.wrongDatabase("disk-full", false)).isEmpty();
        assertThat(DrillNames.wrongDatabase("disk-full", true)).isPresent();
        assertThat(DrillNames.wrongDatabase("mail-cut", true)).isEmpty();
    }

    @Test
    void knowWhoseCallsTheyAreOf() {
        assertThat(DrillNames.system("jira-429")).contains("Jira");
        assertThat(DrillNames.system("mail-cut")).contains("the mail server");
        assertThat(DrillNames.system("clock-ahead")).isEmpty();
        assertThat(DrillNames.system("gone")).isEmpty();
    }

    @Test
    void standInTheDocs() throws IOException {
        String docs = Files.readString(Path.of("src/docs/drills.md"));

        assertThat(DrillNames.all().keySet())
                .allSatisfy(name -> assertThat(docs).contains("`" + name + "`"));
    }
}
