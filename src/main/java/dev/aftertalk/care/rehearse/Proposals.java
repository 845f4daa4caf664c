package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rehearses a text that is proposed for a file, for whoever waits for what comes of it; people see it at {@link Rehearsals} too. */
@Component
public class Proposals {

    private final Rehearsals rehearsals;
    private final RunningRoutes running;
    private final JdbcClient reads;

    Proposals(Rehearsals rehearsals, RunningRoutes running, JdbcClient reads) {
        this.rehearsals = rehearsals;
        this.running = running;
        this.reads = reads;
    }

    /**
     * A text that somebody proposes for a file.
     *
     * @param eventIds of events that are looked at besides the last ones
     * @param last how many of the last events
     */
    public record Proposal(RouteFile file, List<String> eventIds, int last, String who) {}

    /**
     * What came of a proposal.
     *
     * @param faults for which it would be refused; then nothing was rehearsed
     * @param candidate a hash over all the files that would run then
     * @param rehearsal null when it would be refused; cancelled when it took too long
     * @param broken files that can't be rehearsed then, and can be as they run
     * @param unclear workflows of which it was clear for no event what would become of it, and that events start
     */
    public record Tried(
            List<Finding> faults, String candidate, Rehearsal rehearsal, Set<String> broken, Set<String> unclear) {}

    /**
     * Rehearses a proposal, and waits for the end.
     *
     * @param patience after which it is cancelled
     * @throws Rehearser.BusyException while another one is under way
     * @throws NoSuchElementException when there is no such event
     */
    public Tried rehearse(Proposal proposal, Duration patience) {
        List<PastEvent> named = proposal.eventIds().stream()
                .map(id -> PastEvents.of(reads, id)
                        .orElseThrow(() -> new NoSuchElementException("The ledger has no event " + id + ".")))
                .toList();
        rehearsals.requireIdle();
        RouteSet now = running.files();
        RouteSet candidate = now.with(proposal.file());
        List<Finding> faults = rehearsals.faults(candidate);
        if (!faults.isEmpty()) {
            return new Tried(faults, candidate.version(), null, Set.of(), Set.of());
        }
        RehearsalUnderWay begun =
                rehearsals.begin(now, candidate, new Rehearsals.Events(named, proposal.last()), proposal.who());
        begun.await(patience);
        return new Tried(List.of(), candidate.version(), begun.now(), begun.broken(), begun.unclear());
    }
}
