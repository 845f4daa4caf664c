package dev.aftertalk.ledger;

import dev.aftertalk.ledger.EventStore.NewEvent;
import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Intend;
import dev.aftertalk.ledger.LedgerOperation.Write;
import dev.aftertalk.time.MachineClock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of the ledger: takes what has gathered, writes it, claims what there is room for, commits, and only then tells those who
 * wait and hands the claimed runs out. Whatever fails before the commit leaves no trace, here or in the database. Used by one thread.
 */
final class LedgerWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    private final LedgerConnection connection;
    private final EventStore events;
    private final LedgerStore runs;
    private final Claims claims;
    private final LedgerObserver observer;
    private final Sequence sequence = new Sequence();
    private Kind doing = Kind.NOTHING;

    /** @param subscriptions the workflows there are, by name; may change at any time */
    LedgerWriter(
            LedgerConnection connection,
            String node,
            Map<String, Subscription> subscriptions,
            LedgerSettings settings,
            LedgerObserver observer) {
        this.connection = connection;
        this.events = new EventStore(connection);
        this.runs = new LedgerStore(connection, node);
        Suspects suspects = new Suspects(settings.interruptions(), settings.lease());
        this.claims = new Claims(new ClaimStore(connection, node), subscriptions, suspects);
        this.observer = observer;
    }

    /** True while this node works on this attempt of the run or has yet to write how it ended. */
    boolean isInFlight(RunKey key) {
        return claims.isInFlight(key);
    }

    /** How far the last transaction came; where it failed, the part that did. */
    Kind doing() {
        return doing;
    }

    /** A transaction begins. */
    void begin() {
        doing = Kind.NOTHING;
    }

    /**
     * Writes the operations and claims due runs in one transaction.
     *
     * @param claimFor the workflows to claim for
     * @throws SQLException when nothing was written, nothing claimed and nobody told
     */
    void write(List<? extends LedgerOperation> operations, Collection<Subscription> claimFor) throws SQLException {
        long begun = System.nanoTime();
        List<Accept> accepts = new ArrayList<>(only(Accept.class, operations));
        accepts.sort(Comparator.comparingLong(Accept::createdAt)); // the order in which what they start goes
        List<End> ends = only(End.class, operations);
        List<Intend> intends = only(Intend.class, operations);
        List<Write> writes = only(Write.class, operations);
        long now = MachineClock.now();
        claims.begin(claimFor, ends);
        Map<Run, Outcome.Routed> routed = new LinkedHashMap<>();
        Map<Subscription, List<NewRun>> admitted = new LinkedHashMap<>();
        doing = Kind.ACCEPTS;
        boolean[] isNew = accepts.isEmpty() ? null : accept(accepts, routed, now);
        start(routed, admitted, now);
        doing = Kind.ENDS;
        boolean[] counted = ends.isEmpty() ? null : end(ends, admitted, now);
        doing = Kind.INTENTS;
        boolean[] intended = intends.isEmpty() ? null : runs.recordIntents(intends, now);
        doing = Kind.WRITES;
        writes.forEach(write -> write.run(connection));
        doing = Kind.CLAIMS;
        Map<Subscription, List<Run>> claimed = new LinkedHashMap<>();
        List<Run> skipped = new ArrayList<>();
        store(claims.claimNew(admitted, claimed, now), now);
        claims.claim(claimed, skipped, now);
        doing = Kind.COMMIT;
        connection.commit();
        long took = System.nanoTime() - begun;
        ends.forEach(claims::release);
        tell(accepts, isNew);
        tell(ends, counted);
        tell(intends, intended);
        writes.forEach(write -> write.result().complete(true));
        claimed.forEach(claims::handOut);
        observe(accepts, isNew, ends, counted);
        routed.forEach((router, starts) -> observer.ended(router, starts, now));
        skipped.forEach(run -> observer.ended(run, new Outcome.Skipped(null), now));
        if (!operations.isEmpty()) {
            observer.committed(operations.size(), took);
        }
    }

    /**
     * Stores events.
     *
     * @param routed gets the router's runs of those that were routed already
     * @return for each whether it is new
     */
    private boolean[] accept(List<Accept> accepts, Map<Run, Outcome.Routed> routed, long now) throws SQLException {
        List<NewEvent> numbered = numbered(accepts, now);
        boolean[] isNew = events.insert(numbered);
        Map<Boolean, List<NewEvent>> isAsked = LedgerConnection.only(numbered, isNew, true).stream()
                .collect(Collectors.partitioningBy(event -> event.routed() != null));
        queue(isAsked.get(false)); // first: none of the others may go before one of these
        List<NewEvent> ahead = isAsked.get(true);
        boolean[] inTurn = events.route(ahead, now);
        LedgerConnection.only(ahead, inTurn, true).forEach(event -> routed.put(event.router(now), event.routed()));
        queue(LedgerConnection.only(ahead, inTurn, false));
        return isNew;
    }

    private void queue(List<NewEvent> some) throws SQLException {
        if (!some.isEmpty()) {
            events.queue(some);
            claims.noteNew(Ledger.ROUTER);
        }
    }

    /** Stores how attempts ended, and what is started by that. For each whether it counted. */
    private boolean[] end(List<End> ends, Map<Subscription, List<NewRun>> admitted, long now) throws SQLException {
        Map<Run, Outcome.Routed> ended = new LinkedHashMap<>();
        boolean[] counted = runs.end(ends, now);
        for (int i = 0; i < counted.length; i++) {
            End end = ends.get(i);
            claims.noteEnded(end);
            if (counted[i] && end.outcome() instanceof Outcome.Routed routed) {
                ended.put(end.run(), routed);
            }
        }
        start(ended, admitted, now);
        return counted;
    }

    /** Stores what the router started, but for what is claimed with that. */
    private void start(Map<Run, Outcome.Routed> routed, Map<Subscription, List<NewRun>> admitted, long now)
            throws SQLException {
        List<NewRun> started = new ArrayList<>();
        routed.forEach((router, starts) -> starts.starts().forEach(start -> started.add(new NewRun(router, start))));
        started.removeIf(run -> claims.admit(run, admitted));
        store(started, now);
    }

    private void store(List<NewRun> some, long now) throws SQLException {
        runs.start(some, now);
        some.stream()
                .filter(NewRun::isDueAtOnce)
                .forEach(run -> claims.noteNew(run.start().workflow()));
    }

    /** Whether there is something to claim. Takes no lock, as {@link #write} does, for the many times that nothing is. */
    boolean isAnythingDue(Collection<Subscription> claimFor) throws SQLException {
        doing = Kind.CLAIMS;
        claims.begin(claimFor, List.of());
        boolean isDue = !claims.due(MachineClock.now()).isEmpty();
        connection.commit();
        return isDue;
    }

    /** Comes last: nobody waits for it. */
    private void observe(List<Accept> accepts, boolean[] isNew, List<End> ends, boolean[] counted) {
        for (int i = 0; i < accepts.size(); i++) {
            observer.accepted(accepts.get(i).event(), isNew[i]);
        }
        long now = MachineClock.now();
        for (int i = 0; i < ends.size(); i++) {
            if (counted[i]) {
                End end = ends.get(i);
                observer.ended(end.run(), end.outcome(), now);
                if (end.outcome() instanceof Outcome.Dead
                        && end.intents() != null
                        && end.intents().inDoubt() != null) {
                    observer.diedInDoubt(end.run().workflow());
                }
            }
        }
    }

    /** Puts an event to the database and takes it back: throws what stands in the way of storing one. */
    void tryToAccept() throws SQLException {
        long now = MachineClock.now();
        String id = "try-" + UUID.randomUUID();
        IncomingEvent nobodys = new IncomingEvent(id, "try", null, null, null, now, "webhook", new byte[0]);
        doing = Kind.ACCEPTS;
        List<NewEvent> one = List.of(new NewEvent(sequence.next(now), nobodys, now, now, null));
        events.insert(one);
        events.queue(one);
        connection.rollback();
    }

    private List<NewEvent> numbered(List<Accept> accepts, long now) {
        return accepts.stream()
                .map(each -> new NewEvent(
                        sequence.next(now), each.event(), each.createdAt(), each.receivedAt(), each.routed()))
                .toList();
    }

    private static <T extends LedgerOperation> List<T> only(Class<T> type, List<? extends LedgerOperation> operations) {
        return operations.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static void tell(List<? extends LedgerOperation> operations, boolean[] results) {
        for (int i = 0; i < operations.size(); i++) {
            LedgerOperation operation = operations.get(i);
            if (!results[i] && operation instanceof End end) {
                LOG.warn(
                        "The end '{}' of workflow {} for event {} changed nothing: it was written before, or the run is no longer this node's",
                        end.outcome().state(),
                        end.run().workflow(),
                        end.run().eventId());
            }
            operation.result().complete(results[i]);
        }
    }
}
