package dev.aftertalk.care.alerts;

import dev.aftertalk.care.retention.SharedTask;
import dev.aftertalk.time.ClockSkew;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One look at how it is. Each server notes what it sees; one of them, whichever comes first, makes alerts of it; and what was made is handed over by whichever
 * server has the time.
 */
final class AlertPass {

    /** One that has not ended its look after so long is taken for dead. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private final AlertStore store;
    private final AlertQueue queue;
    private final AlertTexts texts;
    private final AlertSettings settings;
    private final SharedTask task;
    private final Clock clock;
    private long last;

    AlertPass(
            AlertStore store,
            AlertQueue queue,
            AlertTexts texts,
            AlertSettings settings,
            SharedTask task,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.texts = texts;
        this.settings = settings;
        this.task = task;
        this.clock = clock;
    }

    /**
     * Notes what is seen, and makes alerts of it.
     *
     * @param ways those there are
     * @return the ways that have something to take
     */
    List<String> run(Collection<Seen> seen, Set<String> ways) {
        long now = clock.millis();
        if (last == 0 || last > ClockSkew.latest(now)) {
            store.forgetAhead(now);
            queue.tryNow(ClockSkew.latest(now, longest()));
        }
        last = now;
        store.see(List.copyOf(seen), now);
        if ((!store.states().isEmpty() || queue.isOld(clock.millis())) && task.claim(LEASE)) {
            judge(ways);
            queue.forget(clock.millis());
            task.putOff(settings.pause());
        }
        List<String> behind = new ArrayList<>(queue.behind(clock.millis()));
        behind.retainAll(ways);
        return behind;
    }

    /** That an alert waits to be tried, or again. */
    private Duration longest() {
        return settings.retry().compareTo(Deliveries.LEASE) > 0 ? settings.retry() : Deliveries.LEASE;
    }

    private void judge(Set<String> ways) {
        long now = clock.millis();
        AlertQueue.Sent sent = queue.sent(now - Judgement.SILENCE.toMillis(), ClockSkew.latest(now));
        Judgement judgement = new Judgement(texts, settings, sent.alerts(), sent.silent(), now);
        store.states().forEach(judgement::add);
        if (!judgement.isEmpty()) {
            store.keep(judgement, ways, now);
        }
    }
}
