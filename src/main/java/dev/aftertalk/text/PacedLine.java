package dev.aftertalk.text;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A line in the log that anybody can cause: written once in a while, so that nobody can fill the log from outside. */
public final class PacedLine {

    private final long pause;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final LongAdder unsaid = new LongAdder();

    /** @param pause the least time between two of the lines; the first is written at once */
    public PacedLine(Duration pause) {
        this(pause, System::nanoTime);
    }

    /** @param nanos the time in nanoseconds since whenever, as {@link System#nanoTime} has it */
    public PacedLine(Duration pause, LongSupplier nanos) {
        this.pause = pause.toNanos();
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Writes the line when it is time again; counts it when it is not.
     *
     * @param line writes it, given how many were left out since the last one
     */
    public void write(LongConsumer line) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + pause)) {
            unsaid.increment();
            return;
        }
        line.accept(unsaid.sumThenReset());
    }
}
