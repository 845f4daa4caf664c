package dev.aftertalk.durability;

import dev.aftertalk.testing.SignedWebhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Sends events at a steady rate, and each again, under the same id, until it is acknowledged; notes how long the answers took. */
final class EventSender implements AutoCloseable {

    private static final int PAUSE_MILLIS = 250;
    /** What is sent again at once; one alone while nobody answers, so that a server that starts is left the processor. */
    private static final int MOST_AT_ONCE = 100;
    /** One event in so many is sent twice though its first answer comes. */
    private static final int TWICE = 20;

    private final SignedWebhook webhook;
    private final Supplier<String> events;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private final Queue<String> again = new ConcurrentLinkedQueue<>();
    private volatile int atOnce = 1;
    private volatile boolean stopped;

    /** An acknowledgement: in which second, and after how long. */
    private record Answer(long second, long nanos) {}

    private EventSender(SignedWebhook webhook, Supplier<String> events) {
        this.webhook = webhook;
        this.events = events;
    }

    /** @param events gives one after the other, and null when there is none now */
    static EventSender start(SignedWebhook webhook, int perSecond, Supplier<String> events) {
        EventSender sender = new EventSender(webhook, events);
        sender.clock.scheduleAtFixedRate(sender::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        sender.clock.scheduleWithFixedDelay(sender::sendAgain, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return sender;
    }

    private void next() {
        if (stopped) {
            return;
        }
        String event = events.get();
        if (event == null) {
            return;
        }
        send(event);
        if (sent.incrementAndGet() % TWICE == 0) {
            doubled.incrementAndGet();
            webhook.postAsync(event).exceptionally(nobody -> 0);
        }
    }

    private void sendAgain() {
        for (int left = atOnce; left > 0 && !again.isEmpty(); left--) {
            send(again.remove());
        }
    }

    private void send(String event) {
        long from = System.nanoTime();
        webhook.postAsync(event).exceptionally(nobody -> 0).thenAccept(status -> {
            if (status == 202) {
                long now = System.nanoTime();
                answers.add(new Answer(TimeUnit.NANOSECONDS.toSeconds(now - begun), now - from));
                acknowledged.incrementAndGet();
                atOnce = MOST_AT_ONCE;
            } else {
                unanswered.incrementAndGet();
                atOnce = 1;
                again.add(event);
            }
        });
    }

    /** How many different events were sent. */
    int sent() {
        return sent.get();
    }

    /** How often one had to be sent again, or was sent twice on purpose. */
    int repeated() {
        return unanswered.get() + doubled.get();
    }

    /** Sends no new ones, and waits until the last is acknowledged. */
    void finish(Duration atMost) {
        stopped = true;
        Awaitility.await("every event is acknowledged").atMost(atMost).until(() -> acknowledged.get() == sent.get());
    }

    /** In how many milliseconds 99 of 100 were acknowledged, of each second that has begun since the last call. */
    List<Double> p99OfSeconds() {
        List<Answer> taken = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            taken.add(answer);
        }
        return taken.stream().collect(java.util.stream.Collectors.groupingBy(Answer::second)).values().stream()
                .map(EventSender::p99)
                .sorted()
                .toList();
    }

    private static double p99(List<Answer> answers) {
        long[] sorted = answers.stream().mapToLong(Answer::nanos).sorted().toArray();
        return sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
