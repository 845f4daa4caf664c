package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.ErrorOutput;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
    void asksForHowLong(CapturedOutput output) {
        assertThat(Commands.run("drill", "mail-cut")).isEqualTo(2);
        assertThat(ErrorOutput.of(output)).contains("Say for how long: --minutes 10.");

        assertThat(Commands.run("drill", "mail-cut", "--minutes", "soon")).isEqualTo(2);
        assertThat(ErrorOutput.of(output)).contains("--minutes must be a number");
    }

    @Test
    void refusesWhereDrillsAreNotAllowed(CapturedOutput output) {
        String ledger = Schema.sqlite(folder.resolve("aftertalk.db"));

        assertThat(Commands.run("drill", "mail-cut", "--minutes=1", "--spring.datasource.url=" + ledger))
                .isEqualTo(2);
        assertThat(ErrorOutput.of(output)).contains("Drills are not allowed on this server", "set drill.allowed=true");
        assertThat(JdbcClient.create(new DriverManagerDataSource(ledger))
                        .sql("SELECT count(*) FROM drills")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
