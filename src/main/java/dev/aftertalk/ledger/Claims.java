package dev.aftertalk.ledger;

import dev.aftertalk.ledger.ClaimStore.Claimed;
import dev.aftertalk.ledger.LedgerOperation.End;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;

/** Which runs this node has claimed, and which it claims next. Used by the writer's thread. */
final class Claims {

    private final ClaimStore store;
    private final Map<String, Subscription> subscriptions;
    private final Suspects suspects;
    private final Map<Subscription, DueSearch> searches = new WeakHashMap<>();
    private final Map<RunKey, Subscription> inFlight = new HashMap<>();
    /** How many runs may be claimed in the transaction that is under way. */
    private final Map<Subscription, Integer> room = new LinkedHashMap<>();

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
     * A transaction begins.
     *
     * @param claimFor the workflows to claim for
     * @param ends what ends in it, and so makes room
     */
    void begin(Collection<Subscription> claimFor, List<End> ends) {
        Map<Subscription, Integer> ending = ending(ends);
        room.clear();
        claimFor.forEach(each -> room.put(each, each.room(ending.getOrDefault(each, 0))));
        suspects.begin();
    }

    /**
     * Whether this run, which is to be stored, may be claimed with that: there is room, and nothing is left that has been due for longer.
     *
     * @param admitted gets it if it may
     */
    boolean admit(NewRun run, Map<Subscription, List<NewRun>> admitted) {
        Subscription subscription = subscriptions.get(run.start().workflow());
        if (subscription == null
                || !run.isDueAtOnce()
                || subscription.isBehind()
                || room.getOrDefault(subscription, 0) <= 0) {
            return false;
        }
        room.merge(subscription, -1, Integer::sum);
        admitted.computeIfAbsent(subscription, of -> new ArrayList<>()).add(run);
        return true;
    }

    /**
     * Stores new runs and claims them with that.
     *
     * @param claimed gets those that were
     * @return the others, which were not stored
     */
    List<NewRun> claimNew(Map<Subscription, List<NewRun>> admitted, Map<Subscription, List<Run>> claimed, long now)
            throws SQLException {
        List<NewRun> left = new ArrayList<>(0);
        for (Map.Entry<Subscription, List<NewRun>> each : admitted.entrySet()) {
            Subscription subscription = each.getKey();
            boolean[] were = store.claimNew(each.getValue(), subscription.isOncePerConversation(), now);
            List<Run> begun = claimed.computeIfAbsent(subscription, of -> new ArrayList<>());
            for (int i = 0; i < were.length; i++) {
                NewRun run = each.getValue().get(i);
                if (were[i]) {
                    begun.add(run.begun(now));
                } else {
                    left.add(run);
                    room.merge(subscription, 1, Integer::sum);
                }
            }
        }
        return left;
    }

    /**
     * Claims what there is room for, in the transaction.
     *
     * @param claimed gets what was claimed
     * @param skipped gets those that were ended instead
     */
    void claim(Map<Subscription, List<Run>> claimed, List<Run> skipped, long now) throws SQLException {
        for (Subscription subscription : due(now)) {
            DueSearch search = search(subscription);
            List<Run> found = admitted(search.find(room.get(subscription), subscription.takeEverywhere(), now), now);
            Claimed taken = store.claim(found, subscription.isOncePerConversation(), now);
            taken.skipped().forEach(run -> search.ended(run.eventSeq())); // another of its key may go now
            subscription.searched(search.mayHaveMore() || !taken.skipped().isEmpty(), true);
            claimed.computeIfAbsent(subscription, of -> new ArrayList<>()).addAll(taken.runs());
            skipped.addAll(taken.skipped());
        }
    }

    /** Those with runs that are due, of those that there may be work for; the others are told that there is none. */
    List<Subscription> due(long now) throws SQLException {
        List<Subscription> asked = new ArrayList<>(room.keySet());
        asked.removeIf(each -> !each.mayHaveWork() || room.get(each) <= 0);
        Set<String> due = store.due(asked.stream().map(Subscription::workflow).toList(), now);
        for (Subscription each : asked) {
            if (!due.contains(each.workflow())) {
                search(each).nothingIsDue();
                each.searched(false, false);
            }
        }
        asked.removeIf(each -> !due.contains(each.workflow()));
        return asked;
    }

    private List<Run> admitted(List<Run> found, long now) throws SQLException {
        List<Run> refused = found.stream().filter(run -> !suspects.admit(run)).toList();
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

    /** Has runs looked for that were stored and are due. */
    void noteNew(String workflow) {
        Subscription subscription = subscriptions.get(workflow);
        if (subscription != null) {
            subscription.lookForNew();
        }
    }

    /** Has another of the same key looked for. */
    void noteEnded(End end) {
        Subscription subscription = subscriptions.get(end.run().workflow());
        if (subscription == null) {
            return;
        }
        if (end.outcome() instanceof Outcome.GivenBack) {
            subscription.lookForNew();
        } else {
            subscription.lookForNext();
        }
        search(subscription).ended(end.run().eventSeq());
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
