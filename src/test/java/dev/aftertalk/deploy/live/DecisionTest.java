package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.live.Decision.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What runs of which files, by a check that finds what the files say of themselves. */
class DecisionTest {

    private static final RouteFile ROUTER = file("router", "ledger:events starts:a");
    private static final RouteFile A = file("a", "ledger:workflow/a");
    private static final RouteFile BAD_A = file("a", "ledger:workflow/a BAD");

    private static RouteFile file(String name, String text) {
        return new RouteFile(
                Path.of("routes", name + ".camel.yaml").normalize(),
                RouteFile.Kind.ROUTES,
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static RouteFile kamelet(String text) {
        return new RouteFile(
                Path.of("routes/kamelets/k.kamelet.yaml"),
                RouteFile.Kind.KAMELET,
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static RouteSet set(RouteFile... files) {
        return RouteSet.of(Arrays.asList(files));
    }

    /** BAD is a fault; starts:a needs a workflow a, uses:2 a kamelet that has a 2 in it. */
    private static final RouteCheck CHECK = files -> {
        List<Finding> findings = new ArrayList<>();
        Map<String, RouteFile> workflows = new HashMap<>();
        for (RouteFile file : files.files()) {
            String text = Workflows.text(file);
            RouteFile first = workflows.putIfAbsent(Workflows.in(file).toString(), file);
            if (first != null && text.contains("ledger:workflow/")) {
                findings.add(fault(file, "its name is taken by " + first));
            }
            if (!file.isRead()) {
                findings.add(fault(file, file.unreadable()));
            }
            if (text.contains("BAD")) {
                findings.add(fault(file, "it is bad"));
            }
            if (text.contains("starts:a") && !any(files, "ledger:workflow/a")) {
                findings.add(fault(file, "no workflow has the name a"));
            }
            for (String version : List.of("1", "2")) {
                if (text.contains("uses:" + version) && !any(files, "kamelet " + version)) {
                    findings.add(fault(file, "the kamelet is no " + version));
                }
            }
        }
        return findings;
    };

    private static boolean any(RouteSet files, String said) {
        Predicate<RouteFile> says = file -> Workflows.text(file).contains(said);
        return files.files().stream().anyMatch(says);
    }

    private static Finding fault(RouteFile file, String problem) {
        return new Finding(file.path(), 3, 1, Finding.Level.FAULT, problem);
    }

    @Test
    void takesFilesOfAFolderThatCantBeReadForBadOnesAndNotForDeletedOnes() {
        RouteFile folder = new RouteFile(Path.of("routes"), RouteFile.Kind.FOLDER, new byte[0], "it can't be read");
        RouteFile other = file("../b", "ledger:workflow/b");
        Outcome outcome = Decision.whileRunning(set(folder, other), set(ROUTER, A), CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER, A, other));
        assertThat(outcome.refused().keySet()).containsExactly(A.path(), ROUTER.path());
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(Decision.atStart(set(folder, other), set(ROUTER, A), CHECK).fatal())
                .isEmpty();
        assertThat(Decision.atStart(set(folder, other), set(), CHECK).fatal())
                .as("nobody knows a webhook")
                .hasSize(1);
    }

    @Test
    void runsAllThatHasNoFault() {
        RouteSet wanted = set(ROUTER, file("a", "ledger:workflow/a now"));
        Outcome outcome = Decision.whileRunning(wanted, set(ROUTER, A), CHECK);
        assertThat(outcome.runs()).isEqualTo(wanted);
        assertThat(outcome.refused()).isEmpty();
    }

    @Test
    void runsTheVersionBeforeInPlaceOfABadOne() {
        RouteFile b = file("b", "ledger:workflow/b");
        Outcome outcome = Decision.whileRunning(set(ROUTER, BAD_A, b), set(ROUTER, A), CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER, A, b));
        assertThat(outcome.refused()).containsOnlyKeys(A.path());
        assertThat(outcome.leftOut()).isEmpty();
    }

    @Test
    void leavesOutABadFileThatIsNew() {
        Outcome outcome = Decision.atStart(set(ROUTER, BAD_A), set(), CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER));
        assertThat(outcome.leftOut()).containsOnlyKeys(A.path());
        assertThat(outcome.fatal()).isEmpty();
    }

    @Test
    void startsNotWithoutARouterThatCouldRun() {
        RouteFile bad = file("router", "ledger:events BAD");
        assertThat(Decision.atStart(set(bad, A), set(), CHECK).fatal())
                .extracting(Finding::toString)
                .containsExactly("routes/router.camel.yaml:3:1: it is bad");
        assertThat(Decision.atStart(set(bad, A), set(ROUTER), CHECK).fatal()).isEmpty();
    }

    @Test
    void refusesToDeleteWhatIsNeeded() {
        Outcome outcome = Decision.whileRunning(set(ROUTER), set(ROUTER, A), CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER, A));
        assertThat(outcome.refused().get(A.path()).get(0).toString())
                .isEqualTo(
                        "routes/a.camel.yaml: it can't be deleted, or moved away, while it is needed:"
                                + " routes/router.camel.yaml:3:1: no workflow has the name a; put it back, or take away first what needs it");
    }

    @Test
    void refusesToLetGoOfTheWebhookOrTheRouterWhileItRuns() {
        RouteFile webhook = file("webhook", "- route:\n    id: webhook\n");
        RouteSet running = set(ROUTER, A, webhook);
        assertThat(Decision.whileRunning(set(ROUTER, A), running, CHECK)
                        .refused()
                        .get(webhook.path()))
                .extracting(Finding::problem)
                .containsExactly(
                        "it can't be deleted, or moved away, while it is needed: it has a route with the id 'webhook',"
                                + " and without one no webhook is taken; put it back, or to go without it, take it away while"
                                + " Aftertalk is stopped");
        RouteFile renamed = file("webhook", "- route:\n    id: webhok\n");
        assertThat(Decision.whileRunning(set(ROUTER, A, renamed), running, CHECK)
                        .runs())
                .isEqualTo(running);
        assertThat(Decision.whileRunning(set(A, webhook), running, CHECK).runs())
                .isEqualTo(running);
        RouteFile moved = file("door", "- route:\n    id: webhook\n");
        RouteSet elsewhere = set(file("routing", "ledger:events starts:a"), A, moved);
        assertThat(Decision.whileRunning(elsewhere, running, CHECK).runs()).isEqualTo(elsewhere);
        assertThat(Decision.atStart(set(A), running, CHECK).runs()).isEqualTo(set(A));
    }

    @Test
    void takesNoFileByItselfWhenTheFolderIsGone() {
        RouteFile webhook = file("webhook", "- route:\n    id: webhook\n");
        RouteFile flow = file("workflows/b", "ledger:workflow/b uses:1");
        RouteSet running = set(ROUTER, A, webhook, flow, kamelet("kamelet 1"));
        RouteCheck never = files -> {
            throw new AssertionError("nothing is to be looked at");
        };
        for (RouteSet left : List.of(set(), set(kamelet("kamelet 2")))) {
            Outcome outcome = Decision.whileRunning(left, running, never);
            assertThat(outcome.runs()).isEqualTo(running);
            assertThat(outcome.leftOut()).isEmpty();
            assertThat(outcome.refused().values().stream().flatMap(List::stream))
                    .extracting(Finding::toString)
                    .containsExactly(
                            "routes: no route file is left in this folder, so that it can only have been deleted, emptied or not"
                                    + " mounted by mistake; put the files back");
        }
        RouteFile folder = new RouteFile(Path.of("routes"), RouteFile.Kind.FOLDER, new byte[0], "it can't be read");
        assertThat(Decision.whileRunning(set(folder), running, CHECK).refused().keySet())
                .as("not gone")
                .contains(ROUTER.path(), A.path());
        assertThat(Decision.whileRunning(set(), set(A), CHECK).runs()).isEqualTo(set());
    }

    /** What a fault says may name all there is. */
    @Test
    void blamesEachChangeForWhatItAloneHasBroken() {
        List<RouteFile> all = new ArrayList<>();
        StringBuilder starts = new StringBuilder("ledger:events");
        for (int n = 10; n < 40; n++) {
            all.add(file("w" + n, "ledger:workflow/w" + n));
            starts.append("\nstarts:w").append(49 - n);
        }
        RouteFile router = file("router", starts.toString());
        RouteFile other = file("other", "ledger:workflow/other now");
        RouteSet running = RouteSet.of(all).with(router).with(file("other", "ledger:workflow/other"));
        AtomicInteger checks = new AtomicInteger();
        RouteCheck check = files -> {
            checks.incrementAndGet();
            List<Finding> findings = new ArrayList<>();
            String there = Workflows.in(files).toString();
            int line = 0;
            for (String text :
                    Workflows.text(files.file(router.path()).orElseThrow()).split("\n")) {
                line++;
                if (text.startsWith("starts:") && !there.contains(text.substring(7))) {
                    findings.add(new Finding(
                            router.path(),
                            line,
                            1,
                            Finding.Level.FAULT,
                            "there is no " + text.substring(7) + ", only " + there));
                }
            }
            return findings;
        };
        Outcome outcome = Decision.whileRunning(set(router, other), running, check);
        assertThat(outcome.runs()).isEqualTo(running.with(other));
        assertThat(outcome.refused()).hasSize(30);
        outcome.refused()
                .forEach((path, findings) -> assertThat(findings).hasSize(1).allMatch(finding -> finding.problem()
                        .contains("there is no " + path.getFileName().toString().replace(".camel.yaml", "")
                                + ", only ")));
        assertThat(checks).hasValueLessThan(100);
    }

    @Test
    void refusesAChangeThatBreaksWhatHasNotChanged() {
        RouteFile user = file("a", "ledger:workflow/a uses:1");
        RouteFile other = file("b", "ledger:workflow/b new");
        Outcome outcome = Decision.whileRunning(
                set(ROUTER, user, kamelet("kamelet 2"), other), set(ROUTER, user, kamelet("kamelet 1")), CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER, user, kamelet("kamelet 1"), other));
        assertThat(outcome.refused()).containsOnlyKeys(kamelet("").path());
    }

    @Test
    void takesChangesThatBelongTogether() {
        RouteSet wanted = set(ROUTER, file("a", "ledger:workflow/a uses:2"), kamelet("kamelet 2"));
        RouteSet running = set(ROUTER, file("a", "ledger:workflow/a uses:1"), kamelet("kamelet 1"));
        assertThat(Decision.whileRunning(wanted, running, CHECK).runs()).isEqualTo(wanted);
    }

    @Test
    void takesAChangeAllTheSameThatAnotherOneSeemedToSpoil() {
        RouteFile user = file("a", "ledger:workflow/a uses:1 edited");
        RouteSet running = set(ROUTER, file("a", "ledger:workflow/a uses:1"), kamelet("kamelet 1"));
        Outcome outcome = Decision.whileRunning(set(ROUTER, user, kamelet("kamelet 2")), running, CHECK);
        assertThat(outcome.runs()).isEqualTo(set(ROUTER, user, kamelet("kamelet 1")));
        assertThat(outcome.refused()).containsOnlyKeys(kamelet("").path());
    }

    @Test
    void neverTakesAwayWhatRunsForAFaultThatNoChangeHasMade() {
        RouteSet running = set(ROUTER, BAD_A);
        assertThat(Decision.whileRunning(running, running, CHECK).runs()).isEqualTo(running);
        assertThat(Decision.atStart(running, running, CHECK).leftOut()).containsOnlyKeys(A.path());
    }

    @Test
    void refusesTheCopyOfWhatRunsWhateverItIsCalled() {
        for (String name : List.of("0", "z")) {
            RouteFile copy = file(name, "ledger:workflow/a");
            for (Outcome outcome : List.of(
                    Decision.whileRunning(set(ROUTER, A, copy), set(ROUTER, A), CHECK),
                    Decision.atStart(set(ROUTER, A, copy), set(ROUTER, A), CHECK))) {
                assertThat(outcome.runs()).isEqualTo(set(ROUTER, A));
                assertThat(outcome.refused()).containsOnlyKeys(copy.path());
                assertThat(outcome.refused().get(copy.path()))
                        .extracting(Finding::problem)
                        .containsExactly("its name is taken by " + A);
                assertThat(outcome.others()).isEmpty();
            }
        }
    }
}
