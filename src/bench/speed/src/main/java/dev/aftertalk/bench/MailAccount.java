package dev.aftertalk.bench;

import dev.aftertalk.bench.Load.Acknowledged;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each event that was acknowledged led to one mail. It can go on for weeks: a mail that came takes a bit, and what is awaited or came
 * once too often takes more.
 */
final class MailAccount {

    private final long first;
    private final BitSet mailed = new BitSet();
    /** By visitor, when the event was due to be posted. */
    private final Map<Long, Long> awaited = new LinkedHashMap<>();

    /** By visitor, how many mails came beyond the first. */
    private final Map<Long, Integer> tooMany = new LinkedHashMap<>();

    private long acknowledged;
    private long strange;
    private long toldUntil;
    private int mostAwaited;

    /** @param first the number that no visitor's is below */
    MailAccount(long first) {
        this.first = first;
    }

    /** @param until before which all that was due is told now */
    synchronized void acknowledged(List<Acknowledged> events, long until) {
        toldUntil = until;
        acknowledged += events.size();
        for (Acknowledged event : events) {
            if (!mailed.get(place(event.visitor()))) {
                awaited.put(event.visitor(), event.due());
            }
        }
        mostAwaited = Math.max(mostAwaited, awaited.size());
    }

    /** @param mails how many came for each visitor since this was told last */
    synchronized void arrived(Map<Long, Integer> mails) {
        mails.forEach((visitor, count) -> {
            if (visitor < first) {
                strange += count;
                return;
            }
            int more = mailed.get(place(visitor)) ? count : count - 1;
            mailed.set(place(visitor));
            awaited.remove(visitor);
            if (more > 0) {
                tooMany.merge(visitor, more, Integer::sum);
            }
        });
    }

    private int place(long visitor) {
        return Math.toIntExact(visitor - first);
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    /** @return the visitors whose mail has not come */
    synchronized List<Long> awaited() {
        return List.copyOf(awaited.keySet());
    }

    /** @return the most that were awaited at once since this was asked last */
    synchronized int mostAwaited() {
        int most = mostAwaited;
        mostAwaited = awaited.size();
        return most;
    }

    /** @return whether there is a mail for all that was due before, which it has been told of, as {@link System#nanoTime} has it */
    synchronized boolean hasAllBefore(long nanos) {
        return toldUntil - nanos >= 0 && awaitedBefore(nanos) == 0;
    }

    /** @return how many mails are awaited of what was due before, which it has been told of */
    synchronized long awaitedBefore(long nanos) {
        return awaited.values().stream().filter(due -> due - nanos < 0).count();
    }

    /** @return by visitor, how many mails came beyond the first */
    synchronized Map<Long, Integer> tooMany() {
        return Map.copyOf(tooMany);
    }

    /** @return how many mails came for nobody whom an event was about */
    synchronized long strange() {
        return strange;
    }
}
