package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.drill.DrillRequests;
import dev.aftertalk.testing.ErrorOutput;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ExtendWith(OutputCaptureExtension.class)
class DrillCommandTest {

    @TempDir
    Path folder;

    @Test
    void listsWhatThereIs(CapturedOutput output) {
        assertThat(Commands.run("drill")).isZero();

        assertThat(output.getOut())
                .contains("  salesforce-429     Salesforce answers that it has had too many calls")
                .contains("  mail-cut ");
    }

    @Test
    void saysWhereTheNamesAre(CapturedOutput output) {
        assertThat(Commands.run("drill", "--help")).isZero();

        assertThat(output.getOut())
                .isEqualToNormalizingNewlines(
                        """
                          java -jar aftertalk.jar drill [NAME --minutes 10 | --seconds 30]
                        Without NAME it lists what can be drilled.
                        """);
    }

    @Test
    void asksForHowLong(CapturedOutput output) {
        refused(output, "Say for how long: --minutes 10, or --seconds 30.", "mail-cut");
        refused(output, "--minutes must be a number", "mail-cut", "--minutes", "soon");
        refused(output, "--seconds must be a number", "mail-cut", "--seconds=");
        refused(output, "Say either --minutes or --seconds.", "mail-cut", "--minutes=1", "--seconds", "30");
        refused(output, "Say --minutes once.", "mail-cut", "--minutes=1", "--minutes", "2");
    }

    /** The other one would not be drilled, without a word. */
    @Test
    void refusesTwoAtOnce(CapturedOutput output) {
        refused(output, "One drill at a time: mail-cut or jira-429?", "mail-cut", "jira-429", "--minutes", "1");
    }

    /** 307445734561826 minutes are 8.4 seconds more than the milliseconds that go into 64 bits. */
    @ParameterizedTest
    @CsvSource({
        "--minutes, 307445734561826",
        "--minutes, 1e999999999",
        "--minutes, -1",
        "--seconds, -0.5",
        "--seconds, 0.9",
        "--seconds, 18446744073709581"
    })
    void refusesTimesThatAreTooShortOrTooLong(String option, String number, CapturedOutput output) {
        String ledger = "--spring.datasource.url=" + Schema.sqlite(folder.resolve("aftertalk.db"));

        refused(output, "A drill takes 1 second at least", "mail-cut", option, number, "--drill.allowed=true", ledger);
    }

    @Test
    void saysWhichOtherDrillThereIs(CapturedOutput output) {
        String ledger = Schema.sqlite(folder.resolve("aftertalk.db"));
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(ledger));
        long id = DrillRequests.ask(database, "jira-429", Duration.ofMinutes(1), "anna", null)
                .orElseThrow();

        refused(
                output,
                "number " + id + ", jira-429. It has not begun yet. DELETE /api/drills/" + id,
                "mail-cut",
                "--minutes=1",
                "--drill.allowed=true",
                "--spring.datasource.url=" + ledger);
    }

    /** The rest only the server knows. */
    @Test
    void refusesTheDrillOfAnotherDatabase(CapturedOutput output) {
        String ledger = Schema.sqlite(folder.resolve("aftertalk.db"));

        refused(
                output,
                "disk-full is the drill for it",
                "database-away",
                "--minutes=1",
                "--drill.allowed=true",
                "--spring.datasource.url=" + ledger);
        assertThat(drills(ledger)).isZero();
    }

    private static long drills(String ledger) {
        return JdbcClient.create(new DriverManagerDataSource(ledger))
                .sql("SELECT count(*) FROM drills")
                .query(Long.class)
                .single();
    }

    private static void refused(CapturedOutput output, String why, String... args) {
        assertThat(Commands.run(
                        Stream.concat(Stream.of("drill"), Stream.of(args)).toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(ErrorOutput.of(output)).contains(why);
    }

    @Test
    void refusesWhereDrillsAreNotAllowed(CapturedOutput output) {
        String ledger = Schema.sqlite(folder.resolve("aftertalk.db"));

        assertThat(Commands.run("drill", "mail-cut", "--minutes=1", "--spring.datasource.url=" + ledger))
                .isEqualTo(2);
        assertThat(ErrorOutput.of(output)).contains("Drills are not allowed on this server", "set drill.allowed=true");
        assertThat(drills(ledger)).isZero();
    }
}
