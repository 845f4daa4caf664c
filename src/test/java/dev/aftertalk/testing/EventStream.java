package dev.aftertalk.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts closed conversations at a steady rate, each of another visitor, and remembers which were acknowledged. */
public final class EventStream implements AutoCloseable {

    private final List<SignedWebhook> nodes;
    private final int firstVisitor;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> allSent = new CompletableFuture<>();

    private volatile boolean stopping;

    private EventStream(int firstVisitor, List<SignedWebhook> nodes) {
        this.firstVisitor = firstVisitor;
        this.nodes = nodes;
    }

    /** @param nodes take turns */
    public static EventStream start(int firstVisitor, int count, int perSecond, SignedWebhook... nodes) {
        EventStream stream = new EventStream(firstVisitor, List.of(nodes));
        stream.clock.scheduleAtFixedRate(() -> stream.next(count), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return stream;
    }

    private void next(int count) {
        int number = sent.get();
        if (number == count || stopping) {
            clock.shutdown();
            allSent.complete(null);
            return;
        }
        int visitor = firstVisitor + number;
        SignedWebhook node = nodes.get(number % nodes.size());
        answers.add(node.postAsync(SignedWebhook.closedConversation(visitor))
                .thenAccept(status -> {
                    if (status == 202) {
                        acknowledged.add("v" + visitor + "@visitors.test");
                    } else {
                        refused.incrementAndGet();
                    }
                })
                .exceptionally(unanswered -> null));
        sent.incrementAndGet();
    }

    public int sent() {
        return sent.get();
    }

    /** How many were answered otherwise. */
    public int refused() {
        return refused.get();
    }

    /** Sends no more. */
    public void stop() {
        stopping = true;
    }

    /** Waits until every event was sent and answered, or refused. */
    public void await() {
        allSent.join();
        answers.forEach(CompletableFuture::join);
    }

    /** The addresses of the visitors whose events were acknowledged. */
    public Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
