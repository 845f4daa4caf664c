package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.access.Scope;
import dev.aftertalk.care.rehearse.Comparison;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.care.rehearse.Proposals;
import dev.aftertalk.care.rehearse.Rehearsal;
import dev.aftertalk.care.rehearse.Worked;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.rehearsal.Action;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RehearsalViewTest {

    private static final RouteFile FILE = file(RouteFile.Kind.ROUTES, "- from: { uri: ledger:workflow/mail }");

    private static RouteFile file(RouteFile.Kind kind, String text) {
        return new RouteFile(Path.of("routes/mail.yaml"), kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Rehearsal rehearsal(int events, Map<Difference, Integer> counts, Map<String, String> notRehearsed) {
        return new Rehearsal(
                Rehearsal.State.DONE,
                "token test",
                Instant.EPOCH,
                Instant.EPOCH,
                events,
                events,
                List.of(),
                notRehearsed,
                counts,
                List.of());
    }

    private static String fault(RouteFile file, Rehearsal rehearsal, Set<String> broken, Set<String> unclear) {
        return RehearsalView.fault(file, new Proposals.Tried(List.of(), "hash", rehearsal, broken, unclear));
    }

    @Test
    void findsNoFaultInWhatWasSeenToWork() {
        Rehearsal seen = rehearsal(2, Map.of(Difference.SAME, 1, Difference.UNCLEAR, 1), Map.of("b.yaml", "as now"));
        assertThat(fault(FILE, seen, Set.of(), Set.of())).isNull();
        assertThat(fault(FILE, seen, Set.of(), Set.of("lead")))
                .as("another workflow")
                .isNull();
    }

    @Test
    void saysWhyThereIsNoReceipt() {
        Rehearsal seen = rehearsal(2, Map.of(Difference.SAME, 1, Difference.UNCLEAR, 1), Map.of());
        assertThat(fault(FILE, rehearsal(0, Map.of(), Map.of()), Set.of(), Set.of()))
                .contains("no event to compare");
        assertThat(fault(FILE, seen, Set.of("b.yaml"), Set.of())).contains("other files", "b.yaml");
        assertThat(fault(FILE, seen, Set.of(), Set.of("lead", "mail"))).contains("[mail]", "no event");
        assertThat(fault(FILE, seen, Set.of(), Set.of("router"))).contains("[router]");
        assertThat(fault(file(RouteFile.Kind.KAMELET, "kind: Kamelet"), seen, Set.of(), Set.of("lead")))
                .as("any workflow may have it")
                .contains("[lead]");
        assertThat(fault(FILE, rehearsal(1, Map.of(Difference.WOULD_DIE, 1), Map.of()), Set.of(), Set.of()))
                .contains("would die");
        assertThat(fault(FILE, rehearsal(1, Map.of(), Map.of("routes/mail.yaml", "why")), Set.of(), Set.of()))
                .contains("can't be rehearsed");
    }

    /** A proposed step can put what a visitor said into a cause, and into what it does. */
    @Test
    void showsCausesOnlyToWhoMayEditAndSeePersons() {
        Worked worked = new Worked("mail", "dead", "Ada said so", List.of(Action.of("Tells Ada", Map.of())));
        Comparison comparison = new Comparison(
                "e",
                "t",
                List.of(new Comparison.OfWorkflow("mail", Difference.CHANGED, worked, worked, List.of("+Ada"))));
        assertThat(RehearsalView.event(comparison, new Caller("t", Set.of(Scope.EDIT, Scope.OPERATE)))
                        .toString())
                .contains("Ada said so", "Tells Ada", "+Ada");
        for (Scope alone : List.of(Scope.READ, Scope.EDIT, Scope.OPERATE)) {
            assertThat(RehearsalView.event(comparison, new Caller("t", Set.of(alone)))
                            .toString())
                    .contains("dead")
                    .doesNotContain("Ada");
        }
    }
}
