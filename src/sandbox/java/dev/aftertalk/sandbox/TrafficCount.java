package dev.aftertalk.sandbox;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the traffic's requests, since the start and since the last report. */
class TrafficCount {

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private Status reported = new Status(0, 0, 0, 0, 0, 0);

    void sent() {
        sent.incrementAndGet();
    }

    void accepted() {
        accepted.incrementAndGet();
    }

    /** @param forGood no try is left */
    void refused(boolean forGood) {
        refused.incrementAndGet();
        if (forGood) {
            lost.incrementAndGet();
        }
    }

    Status status(double rate, int waiting) {
        return new Status(rate, sent.get(), accepted.get(), refused.get(), waiting, lost.get());
    }

    /** One line on what happened since the last one; none when nothing did. */
    Optional<String> report(double rate) {
        Status now = status(rate, 0);
        Status before = reported;
        reported = now;
        boolean quiet =
                now.sent() == before.sent() && now.accepted() == before.accepted() && now.refused() == before.refused();
        if (quiet) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ENGLISH,
                "Sandbox traffic at %.1f events/s, last 10 s: %d sent, %d accepted, %d refused; since the start: %d sent, "
                        + "%d accepted, %d refused, %d lost after three tries",
                rate,
                now.sent() - before.sent(),
                now.accepted() - before.accepted(),
                now.refused() - before.refused(),
                now.sent(),
                now.accepted(),
                now.refused(),
                now.lost()));
    }

    /**
     * Public for the start page's template, which can call nothing else.
     *
     * @param rate new events a second
     * @param sent requests, retries included; {@code refused} also counts those without an answer
     * @param retrying events that wait for their next try
     * @param lost events given up after the third try
     */
    public record Status(double rate, long sent, long accepted, long refused, int retrying, long lost) {

        public boolean running() {
            return rate > 0;
        }
    }
}
