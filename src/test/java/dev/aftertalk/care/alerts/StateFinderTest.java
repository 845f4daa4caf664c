package dev.aftertalk.care.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.alerts.AlertSettings.Language;
import dev.aftertalk.care.needs.Needs;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.connectors.calls.Trouble;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.ledger.history.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of what waits for a person is told, and in which words. */
class StateFinderTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant MINUTES_AGO = NOW.minus(Duration.ofMinutes(10));

    private final List<DeadLetters.Group> dead = new ArrayList<>();
    private final List<Operations.Workflow> workflows = new ArrayList<>();
    private final List<Operations.CalledSystem> systems = new ArrayList<>();
    private final List<RouteReports.ReportedFile> files = new ArrayList<>();
    private final List<RouteReports.Fault> settings = new ArrayList<>();
    private boolean disk = true;
    private long refused;

    private List<Seen> states(Language language) {
        DeadLetters.Groups groups = new DeadLetters.Groups(dead, List.of());
        RouteReports.Report report =
                new RouteReports.Report("v", false, List.of(), files, new RouteReports.Settings(settings, Set.of()));
        AlertTexts texts = AlertWords.of(AlertWords.settings(20, language), "https://aftertalk.example.com");
        StateFinder finder = new StateFinder(null, null, null, null, null, null, texts);
        return List.copyOf(finder.states(
                NOW,
                new Needs(NOW, disk).of(groups, workflows, systems, Map.of("smtp", 3L), report, Optional.empty()),
                groups,
                refused));
    }

    private Seen only() {
        List<Seen> states = states(Language.EN);
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    private static DeadLetters.Group group(String kind, long runs, long inDoubt, Instant last) {
        return new DeadLetters.Group("csat", kind, runs, inDoubt, NOW.minus(Duration.ofDays(9)), last);
    }

    private static Operations.Workflow workflow(String state, Instant due) {
        return new Operations.Workflow("csat", state, null, 1200, 34, 0, 0, due);
    }

    @Test
    void seesNothingWhereAllIsWell() {
        workflows.add(workflow("running", NOW.minusSeconds(20)));
        systems.add(new Operations.CalledSystem("smtp", "closed", null, null, null));

        assertThat(states(Language.EN)).isEmpty();
    }

    @Test
    void tellsThatRunsDieWithTheMostFrequentCause() {
        dead.add(group("Jira answered 400: … is no user", 7, 0, MINUTES_AGO));
        dead.add(group("another", 2, 0, NOW.minus(Duration.ofDays(8))));

        assertThat(only().begin())
                .isEqualTo("Runs of csat die. Dead by now: 9. Most frequent cause: Jira answered 400: … is no user");
        assertThat(only().name()).isEqualTo("dead csat");
        assertThat(only().link()).isEqualTo("https://aftertalk.example.com/console/dead-letters?workflow=csat");
    }

    @Test
    void saysThatTheyMayHaveActed() {
        dead.add(group(null, 7, 1, MINUTES_AGO));

        assertThat(only().urgent()).isTrue();
        assertThat(only().begin()).contains("may have acted", "Most frequent cause: none was given");
    }

    @Test
    void leavesOutWhatDiedLongAgo() {
        dead.add(group("x", 7, 0, NOW.minus(Duration.ofMinutes(61))));

        assertThat(states(Language.EN)).isEmpty();
    }

    @Test
    void tellsThatASystemIsDownOrRefusesUsWithoutAddressesAndIds() {
        String why = "550 no v4711@visitors.test, see ticket 123456789";
        systems.add(new Operations.CalledSystem("smtp", "open", new Trouble(MINUTES_AGO, false, why), null, null));
        assertThat(only().begin()).isEqualTo("smtp is down. Runs that wait for it: 3. Cause: 550 no …, see ticket …");
        assertThat(only().since()).isEqualTo(MINUTES_AGO);
        String name = only().name();

        systems.set(0, new Operations.CalledSystem("smtp", "open", new Trouble(MINUTES_AGO, true, why), null, null));
        assertThat(only().begin()).startsWith("smtp refuses this server");
        assertThat(only().name()).isEqualTo(name);
    }

    @Test
    void tellsThatAWorkflowIsBehindOrNotTakenOnceItsRunsAreDueForLong() {
        workflows.add(workflow("running", MINUTES_AGO));
        assertThat(only().begin()).isEqualTo("The workflow csat is behind. Runs that wait: 1,234");

        workflows.set(0, workflow("left out", MINUTES_AGO));
        assertThat(only().begin()).contains("No server takes the runs of csat");

        workflows.set(0, workflow("left out", NOW.minusSeconds(20)));
        assertThat(states(Language.EN)).isEmpty();
        workflows.set(0, workflow("unknown", null));
        assertThat(states(Language.EN)).isEmpty();
    }

    @Test
    void tellsOfTheDiskAndOfSignatures() {
        disk = false;
        refused = 12;

        assertThat(states(Language.EN)).extracting(Seen::name).containsExactly("disk", "signatures");
        assertThat(states(Language.EN).get(1).link()).isEqualTo("https://aftertalk.example.com/console#figures");
    }

    @Test
    void tellsOfRefusedFilesAndSettingsWithoutWhatTheyHold() {
        RouteReports.Fault fault = new RouteReports.Fault("x", 1, 1, "the password \"hunter2\" is written out");
        files.add(new RouteReports.ReportedFile("routes/a.camel.yaml", "routes", "v", "refused", List.of(fault)));
        files.add(new RouteReports.ReportedFile("routes/b.camel.yaml", "routes", null, "left out", List.of(fault)));
        settings.add(fault);

        assertThat(states(Language.EN))
                .extracting(Seen::begin)
                .containsExactlyInAnyOrder(
                        "An edit of routes/a.camel.yaml is refused, the version before runs",
                        "routes/b.camel.yaml has a fault and doesn’t run",
                        "Saved settings are refused, those before are in use");
    }

    @Test
    void speaksFrench() {
        systems.add(
                new Operations.CalledSystem("jira", "open", new Trouble(MINUTES_AGO, false, "HTTP 503"), null, null));

        assertThat(states(Language.FR).get(0).begin())
                .isEqualTo("jira est en panne. Exécutions qui l’attendent : 0. Cause : HTTP 503");
        assertThat(states(Language.FR).get(0).end()).startsWith("jira est de nouveau");
    }
}
