package dev.aftertalk.ledger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The events that wait in memory to be stored, no more of them and no larger than the settings say. */
final class Pending {

    private final int most;
    private final long mostBytes;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Pending(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Makes room for an event, unless there is none; one that is alone always has room. */
    boolean take(int size) {
        if (events.incrementAndGet() > most) {
            events.decrementAndGet();
            return false;
        }
        long all = bytes.addAndGet(size);
        if (all > mostBytes && all > size) {
            bytes.addAndGet(-size);
            events.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Nobody waits for it any more. */
    void answered() {
        events.decrementAndGet();
    }

    /** Its body is out of memory. */
    void gone(int size) {
        bytes.addAndGet(-size);
    }

    int events() {
        return events.get();
    }
}
