package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.ErrorOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What may stand behind {@code java -jar aftertalk.jar}. */
@ExtendWith(OutputCaptureExtension.class)
class CommandsTest {

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void saysHowToWriteCommandsAndStartsNoServer(String asked, CapturedOutput output) {
        assertThat(Commands.isOne(asked)).isTrue();
        assertThat(Commands.run(asked)).isZero();

        assertThat(output.getOut())
                .contains("  java -jar aftertalk.jar check [DIR] [--json]")
                .contains("  java -jar aftertalk.jar reset-password USER");
        assertThat(ErrorOutput.of(output)).isEmpty();
    }

    @Test
    void takesSettingsForTheServers() {
        assertThat(Commands.isOne("--mail.host=smtp.example.com")).isFalse();
    }

    @Test
    void saysHowToWriteOne(CapturedOutput output) {
        assertThat(Commands.run("erase", "--help")).isZero();

        assertThat(output.getOut()).startsWith("  java -jar aftertalk.jar erase --visitor-id=…");
    }

    /** Taken for settings they would change nothing, and the command would do something else than was asked. */
    @ParameterizedTest
    @CsvSource({
        "check, --jsn, 'There is no option --jsn: did you mean --json?'",
        "erase, --visiter-id=63429889, 'There is no option --visiter-id: did you mean --visitor-id?'",
        "routes, --forse, 'There is no option --forse: did you mean --force?'",
        "verify, --quietly, There is no option --quietly.",
        "rehearse, -all, 'There is no option -all: did you mean --all?'"
    })
    void refusesOptionsThatNoCommandHas(String command, String option, String why, CapturedOutput output) {
        assertThat(Commands.run(command, option)).isEqualTo(2);

        assertThat(output.getErr()).startsWith(why).contains("java -jar aftertalk.jar " + command);
        assertThat(output.getOut()).isEmpty();
    }

    @Test
    void saysWhereItLookedForALedgerAndWhatElseTheServerMayHaveBeenStartedWith(CapturedOutput output) {
        assertThat(Commands.run("verify", "--aftertalk.data-dir=/nowhere")).isEqualTo(2);

        assertThat(output.getErr())
                .contains("There is no ledger that can be read at jdbc:sqlite:/nowhere/aftertalk.db.")
                .contains("--spring.profiles.active");
    }

    /** As the user of these tests may read everything, a folder stands for a file that may not be read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "check",
                "verify",
                "backup saved.db",
                "routes history",
                "rehearse --last=1",
                "reconcile --from=2026-11-01 --to=2026-11-02",
                "erase --visitor-id=63429889",
                "reset-password admin",
                "iadvize-schema"
            })
    void saysInASentenceThatTheSettingsCantBeRead(String command, @TempDir Path folder, CapturedOutput output)
            throws IOException {
        Path file = Files.createDirectory(folder.resolve("application.properties"));
        String settings = " --spring.config.additional-location=file:" + folder + "/";

        assertThat(Commands.run((command + settings).split(" "))).isEqualTo(2);

        assertThat(ErrorOutput.of(output))
                .startsWith("This can't be done: " + file + ": it is a folder and has to be a file.")
                .doesNotContain("Exception", "\tat ");
    }
}
