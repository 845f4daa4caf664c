package dev.aftertalk.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts at a steady rate as a balancer in front of several nodes would: each event to any of them, and to another one when it is not
 * answered 202, until it is. Every second event is a closed conversation, each of another visitor; the other its visitor's answer.
 */
public final class BalancedStream implements AutoCloseable {

    private static final long SOON_MILLIS = 200;
    /** Thousands that wait for a database would else keep the nodes from anything but refusing them. */
    private static final long LATEST_MILLIS = 5000;

    private final List<SignedWebhook> nodes = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<String> visitors = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    private BalancedStream(List<Integer> ports) {
        ports.forEach(port -> nodes.add(new SignedWebhook(port)));
    }

    public static BalancedStream start(int perSecond, List<Integer> ports) {
        BalancedStream stream = new BalancedStream(ports);
        stream.clock.scheduleAtFixedRate(stream::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return stream;
    }

    private synchronized void next() {
        if (stopped) {
            return;
        }
        int number = sent.getAndIncrement();
        waiting.incrementAndGet();
        int visitor = 100_000 + number / 2;
        if (number % 2 == 0) {
            post(
                    SignedWebhook.closedConversation(visitor),
                    () -> visitors.add("v" + visitor + "@visitors.test"),
                    SOON_MILLIS);
        } else {
            String conversation = UUID.randomUUID().toString();
            String answer = SignedWebhook.sample("satisfaction.answered.customerSatisfaction")
                    .replace(
                            "d36cd3c4-2d16-4a77-97c2-620bde859b29",
                            UUID.randomUUID().toString())
                    .replace("2d90a8a2-16df-45f5-897e-31adf9aa165d", conversation)
                    // An old one would be deleted for its age while this goes on.
                    .replaceFirst("(\"createdAt\": *\")[^\"]*", "$1" + Instant.now());
            post(answer, () -> answered.add(conversation), SOON_MILLIS);
        }
    }

    private void post(String event, Runnable acknowledged, long againMillis) {
        SignedWebhook node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
        CompletableFuture<Integer> answer = node.postAsync(event).exceptionally(nobody -> 0);
        answer.thenAccept(status -> {
            if (status == 202) {
                acknowledged.run();
                waiting.decrementAndGet();
            } else {
                refused.incrementAndGet();
                clock.schedule(
                        () -> post(event, acknowledged, Math.min(2 * againMillis, LATEST_MILLIS)),
                        againMillis,
                        TimeUnit.MILLISECONDS);
            }
        });
    }

    /** How many events were sent, each counted once. */
    public int sent() {
        return sent.get();
    }

    /** How many events are not acknowledged yet. */
    public int waiting() {
        return waiting.get();
    }

    /** How often a node did not answer 202. */
    public int refused() {
        return refused.get();
    }

    /** Sends no new events; those that were not acknowledged go on. */
    public synchronized void finish() {
        stopped = true;
    }

    /** The addresses of the visitors whose closed conversations were acknowledged. */
    public Set<String> visitors() {
        return visitors;
    }

    /** The conversations whose answers were acknowledged. */
    public Set<String> answered() {
        return answered;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
