package dev.aftertalk.mcp;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Does one thing at a time, and has nobody wait. */
final class OneAtATime {

    private final Semaphore place = new Semaphore(1);

    /** @throws IllegalArgumentException while another one is under way */
    <T> T get(Supplier<T> work) {
        if (!place.tryAcquire()) {
            throw new IllegalArgumentException("Busy with another one: try again in a few seconds.");
        }
        try {
            return work.get();
        } finally {
            place.release();
        }
    }
}
