package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import dev.aftertalk.testing.ErrorOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The command as it is typed, on a copy of the shipped files. */
@ExtendWith(OutputCaptureExtension.class)
class CheckCommandTest {

    private static final String WORKFLOW = "workflows/thank-you-email.camel.yaml";

    @TempDir
    Path folder;

    private RouteFolderCopy routes;

    @BeforeEach
    void copy() throws Exception {
        routes = new RouteFolderCopy(Files.createDirectories(folder.resolve("routes")));
    }

    @Test
    void saysThatNothingIsWrong(CapturedOutput output) {
        assertThat(Commands.run("check", folder.toString())).isZero();

        assertThat(output.getOut()).contains("32 files checked: no faults, no warnings.");
        assertThat(ErrorOutput.of(output)).isEmpty();
    }

    @Test
    void saysWhatIsWrongInAFolderOfRoutesAndEndsWith1(CapturedOutput output) {
        routes.edit(WORKFLOW, text -> text.replace("steps:", "stepz:"));

        assertThat(Commands.run("check", folder.resolve("routes").toString())).isEqualTo(1);

        assertThat(output.getOut())
                .contains(routes.file(WORKFLOW) + ":13:7: unknown key 'stepz': did you mean 'steps'?")
                .contains("32 files checked: 1 fault, no warnings.");
    }

    @Test
    void endsWith0WhereItOnlyWarns(CapturedOutput output) {
        routes.edit(WORKFLOW, text -> text.replace("variable.visitor", "variable.vistor"));

        assertThat(Commands.run("check", folder.toString())).isZero();

        assertThat(output.getOut())
                .contains("warning: " + routes.file(WORKFLOW) + ":23:20: no step sets the variable 'vistor'")
                .contains("32 files checked: no faults, 1 warning.");
    }

    @Test
    void tellsOfSettingsWithTheirPlace(CapturedOutput output) throws Exception {
        Path settings = Files.writeString(folder.resolve("application.properties"), "# mine\nsurvey.delay=soon\n");

        assertThat(Commands.run("check", folder.toString())).isEqualTo(1);

        assertThat(output.getOut()).contains("survey.delay is \"soon\"").contains(":2: survey.delay");
        assertThat(Commands.run("check", folder.toString(), "--survey.delay=20m"))
                .isZero();
        assertThat(settings).exists();
    }

    @Test
    void saysOnceWhereASettingStands(CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("application.properties"), "# mine\nsurvey.delay=soon\n");

        assertThat(Commands.run("check", folder.toString())).isEqualTo(1);

        assertThat(output.getOut())
                .contains("application.properties:2: survey.delay is \"soon\"; it may be a time such as 500ms");
    }

    @Test
    void asksWhetherAnotherSettingWasMeant(CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("application.properties"), "# mine\nsurvey.dealy=3m\n");

        assertThat(Commands.run("check", folder.toString())).isZero();

        assertThat(output.getOut())
                .contains(
                        "warning: application.properties:2: survey.dealy is no setting of Aftertalk; did you mean survey.delay?")
                .contains("32 files checked: no faults, 1 warning.");
    }

    @Test
    void namesALineOfTheSettingsThatCantBeReadWithoutSpringsBanner(CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("application.properties"), "# mine\nmail.templates=C:\\users\\mail\n");

        assertThat(Commands.run("check", folder.toString())).isEqualTo(2);

        assertThat(output.getErr())
                .contains("This can't be done. ")
                .contains("application.properties:2: \\u must be followed by four hexadecimal digits")
                .endsWith("Correct that file." + System.lineSeparator());
        assertThat(output.getOut()).isEmpty();
    }

    @Test
    void warnsOfFilesThatAreNotReadByTheirNames(CapturedOutput output) throws Exception {
        Files.writeString(routes.file("workflows/extra.yaml"), "- route:\n    id: extra\n");

        assertThat(Commands.run("check", folder.toString())).isZero();

        assertThat(output.getOut())
                .contains("warning: " + routes.file("workflows/extra.yaml") + ": it is not read, ")
                .contains("call it " + routes.file("workflows/extra.camel.yaml") + " where routes stand in it")
                .contains("32 files checked: no faults, 1 warning.");
    }

    /** Also where its name comes before that of the original. */
    @ParameterizedTest
    @ValueSource(strings = {"goodbye", "zero"})
    void refusesTheCopyOfAFileAndNotWhatItWasMadeOf(String name, CapturedOutput output) throws Exception {
        Files.copy(routes.file(WORKFLOW), routes.file("workflows/" + name + ".camel.yaml"));

        assertThat(Commands.run("check", folder.toString())).isEqualTo(1);

        assertThat(output.getOut().lines().filter(line -> line.contains("'thank-you-email")))
                .hasSize(5)
                .allMatch(line -> line.startsWith(routes.file("workflows/" + name + ".camel.yaml") + ":"));
    }

    @Test
    void listsNoKameletsWhereThereAreNone(CapturedOutput output) throws Exception {
        Path alone = Files.createDirectories(folder.resolve("alone"));
        Files.copy(routes.file(WORKFLOW), alone.resolve("thank-you-email.camel.yaml"));

        assertThat(Commands.run("check", alone.toString())).isEqualTo(1);

        assertThat(output.getOut())
                .contains("there is no kamelet 'email-sink': put email-sink.kamelet.yaml into routes/kamelets\n");
    }

    @Test
    void warnsOfAWorkflowThatNobodyHas(CapturedOutput output) {
        assertThat(Commands.run(
                        "check",
                        folder.toString(),
                        "--iadvize.keep.workflows=thank-you-email, csta",
                        "--iadvize.keep.secret=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
                .isZero();

        assertThat(output.getOut().lines().filter(line -> line.contains("iadvize.keep")))
                .containsExactly(
                        "warning: application.properties: iadvize.keep.workflows: no workflow is called 'csta': did"
                                + " you mean 'csat'?");
    }

    @Test
    void refusesAPartOfWhatIsCheckedTogether(CapturedOutput output) throws Exception {
        Path part = folder.resolve("routes/workflows");

        assertThat(Commands.run("check", part.toString())).isEqualTo(2);

        assertThat(output.getErr())
                .contains(part + " is a part of what is checked together; name "
                        + folder.resolve("routes").toRealPath() + ".");
    }

    @Test
    void printsJson(CapturedOutput output) throws Exception {
        routes.edit(WORKFLOW, text -> text.replace("steps:", "stepz:"));

        assertThat(Commands.run("check", folder.toString(), "--json")).isEqualTo(1);

        JsonNode report = new ObjectMapper().readTree(output.getOut());
        assertThat(report.path("faults").asInt()).isEqualTo(1);
        assertThat(report.path("files").asInt()).isEqualTo(32);
        JsonNode finding = report.path("findings").get(0);
        assertThat(finding.path("file").asText())
                .isEqualTo(routes.file(WORKFLOW).toString());
        assertThat(finding.path("line").asInt()).isEqualTo(13);
        assertThat(finding.path("column").asInt()).isEqualTo(7);
        assertThat(finding.path("level").asText()).isEqualTo("fault");
        assertThat(finding.path("problem").asText()).isEqualTo("unknown key 'stepz': did you mean 'steps'?");
    }

    @Test
    void endsWith2WhereThereIsNothingToLookAt(CapturedOutput output) throws Exception {
        assertThat(Commands.run("check", folder.resolve("nowhere").toString())).isEqualTo(2);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(Commands.run("check", empty.toString())).isEqualTo(2);
        assertThat(Commands.run("check", "a", "b")).isEqualTo(2);

        assertThat(output.getErr())
                .contains("There is no folder " + folder.resolve("nowhere"))
                .contains("There are no routes in " + empty)
                .contains("java -jar aftertalk.jar check [DIR] [--json]");
    }
}
