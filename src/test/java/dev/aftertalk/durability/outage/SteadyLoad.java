package dev.aftertalk.durability.outage;

import dev.aftertalk.testing.SignedWebhook;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Conversations end at a steady rate. Every fourth has a visitor who gives the worst score, so that a fifth of the events are answers. */
final class SteadyLoad implements AutoCloseable {

    private static final int ROUND = 5;

    private final SignedWebhook webhook;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong visitors = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> otherwise = new ConcurrentLinkedQueue<>();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    /**
     * An event that was acknowledged.
     *
     * @param at when, in nanoseconds
     * @param took the time from sending it to the acknowledgement
     * @param effects what it leads to at other systems
     */
    record Sent(long at, long took, List<String> effects) {}

    SteadyLoad(SignedWebhook webhook, int perSecond) {
        this.webhook = webhook;
        clock.scheduleAtFixedRate(this::send, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void send() {
        boolean answer = ticks.getAndIncrement() % ROUND == ROUND - 1;
        long visitor = answer ? visitors.get() : visitors.incrementAndGet();
        underWay.incrementAndGet();
        long begun = System.nanoTime();
        CompletableFuture<Integer> status =
                webhook.postAsync(answer ? Conversations.answered(visitor) : Conversations.closed(visitor));
        status.whenComplete((code, failure) -> {
            long now = System.nanoTime();
            if (failure == null && code == 202) {
                (answer ? answered : closed).incrementAndGet();
                acknowledged.add(new Sent(now, now - begun, effects(visitor, answer)));
            } else {
                otherwise.add(failure == null ? "HTTP " + code : failure.toString());
            }
            underWay.decrementAndGet();
        });
    }

    /** Who answers is not asked again, or has been: the survey is left out for them. */
    private static List<String> effects(long visitor, boolean answer) {
        if (answer) {
            return List.of(Effects.key("jira-ticket-for-score", visitor));
        }
        List<String> always = List.of(
                Effects.key("thank-you-email", visitor),
                Effects.key("promo-code", visitor),
                Effects.key("salesforce-lead-for-conversation", visitor),
                Effects.key("satisfaction-survey", visitor));
        return visitor % (ROUND - 1) == 0 ? always.subList(0, 3) : always;
    }

    Queue<Sent> acknowledged() {
        return acknowledged;
    }

    /** What was answered or happened to the events that were not acknowledged. */
    Queue<String> otherwise() {
        return otherwise;
    }

    long closed() {
        return closed.get();
    }

    long answered() {
        return answered.get();
    }

    /** Sends no more; true once everything was answered. */
    boolean stopped() {
        clock.shutdown();
        return clock.isTerminated() && underWay.get() == 0;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
