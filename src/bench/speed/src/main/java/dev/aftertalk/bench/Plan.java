package dev.aftertalk.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything is measured.
 *
 * @param warmUpEvents with a mail each
 * @param warmUp how long events without one are posted after these
 * @param w0Events are prepared for the phase without mails, which ends earlier when they are used up
 * @param rates events a second in open loop, each for so long; the highest first, as it has most compiled that is still to be
 */
record Plan(
        Duration idle,
        int warmUpEvents,
        Duration warmUp,
        Duration w0,
        int w0Events,
        int w1Events,
        List<Integer> rates,
        Duration atRate,
        Duration afterCrash) {

    static final int CONNECTIONS = 32;

    static Plan whole() {
        return new Plan(
                Duration.ofSeconds(60), // a hundredth of a core is told in steps of 10 ms
                5000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                120_000,
                5000,
                List.of(300, 100, 30),
                Duration.ofSeconds(12),
                Duration.ofSeconds(15));
    }

    /** Shows that everything works; the figures are those of a server that is cold. */
    static Plan quick() {
        return new Plan(
                Duration.ofSeconds(3),
                300,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                30_000,
                500,
                List.of(100, 30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(8));
    }

    Plan atRates(List<Integer> others, Duration each) {
        return new Plan(idle, warmUpEvents, warmUp, w0, w0Events, w1Events, others, each, afterCrash);
    }
}
