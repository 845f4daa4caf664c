package dev.aftertalk.durability;

import dev.aftertalk.testing.SignedWebhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Sends events at a steady rate, and each again, under the same id, until it is acknowledged; notes how long the answers took. */
final class EventSender implements AutoCloseable {

    private static final int PAUSE_MILLIS = 250;
    /** What is sent again at once; one alone while nobody answers, so that a server that starts is left the processor. */
    private static final int MOST_AT_ONCE = 100;
    /** One event in so many is sent twice though its first answer comes. */
    private static final int TWICE = 20;

    private final List<SignedWebhook> nodes;
    private final Supplier<String> events;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger doubled = new AtomicInteger();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private final Queue<String> again = new ConcurrentLinkedQueue<>();
    private volatile int atOnce = 1;
    private volatile boolean stopped;

    /** An acknowledgement: in which second, and after how long. */
    private record Answer(long second, long nanos) {}

    private EventSender(List<SignedWebhook> nodes, Supplier<String> events) {
        this.nodes = nodes;
        this.events = events;
    }

    /**
     * @param events gives one after the other, and null when there is none now
     * @param nodes take turns
     */
    static EventSender start(int perSecond, Supplier<String> events, SignedWebhook... nodes) {
        EventSender sender = new EventSender(List.of(nodes), events);
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
            node().postAsync(event).exceptionally(nobody -> 0);
        }
    }

    private SignedWebhook node() {
        return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    }

    private static String reason(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private void sendAgain() {
        for (int left = atOnce; left > 0 && !again.isEmpty(); left--) {
            send(again.remove());
        }
    }

    private void send(String event) {
        long from = System.nanoTime();
        node().postAsync(event).whenComplete((status, fault) -> {
            if (fault == null && status == 202) {
                long now = System.nanoTime();
                answers.add(new Answer(TimeUnit.NANOSECONDS.toSeconds(now - begun), now - from));
                acknowledged.incrementAndGet();
                atOnce = MOST_AT_ONCE;
            } else {
                refusals.merge(fault == null ? "HTTP " + status : reason(fault), 1, Integer::sum);
                atOnce = 1;
                again.add(event);
            }
        });
    }

    /** How many different events were sent. */
    int sent() {
        return sent.get();
    }

    /** How many were sent twice though the first answer came. */
    int doubled() {
        return doubled.get();
    }

    /** How often an event had to be sent again, by the answer it got instead, or why it got none. */
    Map<String, Integer> refusals() {
        return new TreeMap<>(refusals);
    }

    /** Sends no new ones, and waits until the last is acknowledged. */
    void finish(Duration atMost) {
        stopped = true;
        Awaitility.await("every event is acknowledged").atMost(atMost).until(() -> acknowledged.get() == sent.get());
    }

    /** In how many milliseconds 99 of 100 were acknowledged, of each second that has begun since the last call. */
    List<Double> p99OfSeconds() {
        return taken().stream().collect(Collectors.groupingBy(Answer::second)).values().stream()
                .map(EventSender::p99)
                .sorted()
                .toList();
    }

    /** The same of all that were acknowledged since the last call, of this or of the other. */
    double p99() {
        return p99(taken());
    }

    private List<Answer> taken() {
        List<Answer> taken = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            taken.add(answer);
        }
        return taken;
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
