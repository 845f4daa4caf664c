package dev.aftertalk.ledger;

import dev.aftertalk.ledger.ClaimStore.Claimed;
import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

/** Which runs this node has claimed, and which it claims next. Used by the writer's thread. */
final class Claims {

    private final ClaimStore store;
    private final Map<String, Subscription> subscriptions;
    private final Suspects suspects;
    private final Map<Subscription, DueSearch> searches = new WeakHashMap<>();
    private final Map<RunKey, Subscription> inFlight = new HashMap<>();

    /** @param subscriptions the workflows there are, by name; may change at any time */
    Claims(ClaimStore store, Map<String, Subscription> subscriptions, Suspects suspects) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.suspects = suspects;
    }

    /** True while this node works on this attempt of the run or has yet to write how it ended. */
    boolean isInFlight(RunKey key) {
        return inFlight.containsKey(key);
    }

    /**
     * Claims what there is room for, in the transaction.
     *
     * @param claimFor the workflows to claim for
     * @param ends what ends in the same transaction, and so makes room
     * @param skipped gets those that were ended instead
     */
    Map<Subscription, List<Run>> claim(Collection<Subscription> claimFor, List<End> ends, List<Run> skipped, long now)
            throws SQLException {
        Map<Subscription, List<Run>> claimed = new LinkedHashMap<>();
        Map<Subscription, Integer> ending = ending(ends);
        suspects.begin();
        for (Subscription subscription : claimFor) {
            int room = subscription.room(ending.getOrDefault(subscription, 0));
            if (room > 0) {
                DueSearch search = search(subscription);
                List<Run> found = admitted(search.find(room, subscription.takeEverywhere(), now), now);
                Claimed taken = store.claim(found, subscription.isOncePerConversation(), now);
                taken.skipped().forEach(run -> search.ended(run.eventSeq())); // another of its key may go now
                subscription.searched(search.mayHaveMore() || !taken.skipped().isEmpty());
                claimed.put(subscription, taken.runs());
                skipped.addAll(taken.skipped());
            }
        }
        return claimed;
    }

    private List<Run> admitted(List<Run> found, long now) throws SQLException {
        List<Run> refused = new ArrayList<>(0);
        for (Run run : found) {
            if (!suspects.admit(run)) {
                refused.add(run);
            }
        }
        if (refused.isEmpty()) {
            return found;
        }
        store.postpone(refused, now + suspects.postponement());
        List<Run> admitted = new ArrayList<>(found);
        admitted.removeAll(refused);
        return admitted;
    }

    private DueSearch search(Subscription subscription) {
        return searches.computeIfAbsent(subscription, of -> new DueSearch(store, of.workflow()));
    }

    /** How many runs in flight end, by whose they are. */
    private Map<Subscription, Integer> ending(List<End> ends) {
        Map<Subscription, Integer> ending = new HashMap<>();
        ends.stream()
                .map(end -> RunKey.of(end.run()))
                .distinct()
                .map(inFlight::get)
                .filter(Objects::nonNull)
                .forEach(subscription -> ending.merge(subscription, 1, Integer::sum));
        return ending;
    }

    /** Marks who should look for runs: those whose runs ended (another of the same key may go now) and those that were started. */
    void noteWork(List<Accept> accepts, List<End> ends) {
        if (!accepts.isEmpty()) {
            look(Ledger.ROUTER);
        }
        for (End end : ends) {
            look(end.run().workflow());
            ended(end.run());
            if (end.outcome() instanceof Outcome.Routed routed) {
                routed.starts().forEach(start -> look(start.workflow()));
            }
        }
    }

    private void look(String workflow) {
        Subscription subscription = subscriptions.get(workflow);
        if (subscription != null) {
            subscription.lookForNew();
        }
    }

    private void ended(Run run) {
        Subscription subscription = subscriptions.get(run.workflow());
        if (subscription != null) {
            search(subscription).ended(run.eventSeq());
        }
    }

    /** Once the claims are committed. */
    void handOut(Subscription subscription, List<Run> runs) {
        for (Run run : runs) {
            RunKey key = RunKey.of(run);
            inFlight.put(key, subscription);
            suspects.began(key);
            subscription.began();
        }
        runs.forEach(subscription::dispatch);
        subscription.goOn();
    }

    /** Once the end is committed. */
    void release(End end) {
        RunKey key = RunKey.of(end.run());
        Subscription subscription = inFlight.remove(key);
        suspects.ended(key);
        if (subscription != null) {
            subscription.ended();
        }
    }
}
