package dev.aftertalk.intake;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bodies that are on their way in at once: how many, and how much of them is in memory. One that came whole needs no place. */
final class BodyPlaces {

    private final int places;
    private final long size;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();

    /** @param size in bytes, of all together */
    BodyPlaces(int places, long size) {
        this.places = places;
        this.size = size;
    }

    /** Takes a place, if there is one and the bytes that came already find room. */
    boolean enter(int bytes) {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        if (!grow(bytes)) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Takes room for more bytes of a body that has a place. */
    boolean grow(int bytes) {
        if (held.addAndGet(bytes) > size) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Gives the place back, and the room for so many bytes. */
    void leave(int bytes) {
        held.addAndGet(-bytes);
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }

    /** In bytes. */
    long held() {
        return held.get();
    }
}
