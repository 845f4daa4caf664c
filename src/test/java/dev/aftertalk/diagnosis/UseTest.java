package dev.aftertalk.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.diagnosis.Diagnosis.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UseTest {

    private static UsedStep step(String workflow, String... missing) {
        return new UsedStep(workflow, Path.of("a.yaml"), "jira-issue:open", Map.of(), Map.of(), List.of(missing));
    }

    private static Diagnosis nothing(boolean begun, UsedStep... steps) {
        return Use.of(new Usage(List.of(steps), List.of()), step -> true).nothing("Jira", "jira.", begun);
    }

    @Test
    void namesWhatIsMissingOfTheSystemItself() {
        Diagnosis told = nothing(false, step("one", "jira.url", "salesforce.login-url"), step("two", "mail.host"));

        assertThat(told)
                .isEqualTo(Diagnosis.notChecked(
                        "Jira",
                        "Not used: one is left out, since jira.url is not set.",
                        "Set jira.url, if it is to run."));
    }

    @Test
    void namesWhatElseIsMissingWhereTheSystemLacksNothing() {
        assertThat(nothing(false, step("one", "mail.host"), step("two", "mail.host", "mail.from"))
                        .found())
                .isEqualTo("Not used: one, two are left out, since mail.host, mail.from are not set.");
    }

    @Test
    void warnsWhereSomebodyHasBegun() {
        assertThat(nothing(true, step("one", "jira.api-token")).level()).isEqualTo(Level.WARNING);
        assertThat(nothing(true).level()).isEqualTo(Level.NOT_CHECKED);
    }

    @Test
    void tellsStepsThatRunFromOthers() {
        Use use = Use.of(new Usage(List.of(step("runs"), step("waits", "jira.url")), List.of()), step -> true);

        assertThat(use.workflows()).isEqualTo("runs");
        assertThat(use.leftOut()).extracting(UsedStep::workflow).containsExactly("waits");
    }

    @Test
    void saysThatItCantBeToldWhereAFileCouldNotBeRead() {
        Path router = Path.of("routes/router.camel.yaml");
        Use use = Use.of(new Usage(List.of(), List.of(router)), step -> true);

        Diagnosis told = use.nothing("Jira", "jira.", false);

        assertThat(told.level()).isEqualTo(Level.NOT_CHECKED);
        assertThat(told.found())
                .isEqualTo("Whether a workflow that runs uses it can't be told, as " + router + " can't be read.");
        assertThat(use.unused("Jira", "nobody asks")).isEqualTo(told);
        UsedStep leftOut = step("waits", "jira.url");
        assertThat(Use.of(new Usage(List.of(leftOut), List.of(router)), step -> true)
                        .nothing("Jira", "jira.", false))
                .isEqualTo(told);
    }
}
