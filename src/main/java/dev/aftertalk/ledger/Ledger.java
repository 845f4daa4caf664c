package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Intend;
import dev.aftertalk.ledger.LedgerOperation.Release;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ledger: inbox, work queue, delay queue, guard against acting twice, dead letters and history in one.
 *
 * <p>Everything is written by one thread, see {@link LedgerLoop}. When the database is away, accepts fail after their time, and ends wait
 * until it is back. What is chained to a returned future without an executor runs on that thread: it must not block.
 */
public final class Ledger implements LedgerRuns, LedgerWrites, LedgerHealth, AutoCloseable {

    /** The workflow every event starts with: the router, which starts the others. */
    public static final String ROUTER = "router";

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration HAND_OVER_DELAY = Duration.ofSeconds(1);

    private final LedgerSettings settings;
    private final Pending pending;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, String> leftOut = new ConcurrentHashMap<>();
    private final LedgerObserver observer;
    private final LedgerLoop loop;
    private final OwnWrites writes;
    private final String node;
    private volatile Set<String> paused = Set.of();
    private volatile boolean closing;

    /**
     * @param dataSource a SQLite or PostgreSQL database with the ledger's tables
     * @param node identifies this node among all that work on the same database, the same after a restart
     */
    public Ledger(DataSource dataSource, String node, LedgerSettings settings) {
        this(dataSource, node, settings, LedgerObserver.NONE);
    }

    /** @param observer is told what is done, from the first moment on */
    public Ledger(DataSource dataSource, String node, LedgerSettings settings, LedgerObserver observer) {
        this(dataSource, node, null, settings, observer, () -> {});
    }

    /**
     * @param place where the node's identity is kept, or null
     * @param whenDisplaced told, on the writer's thread, when another server turns out to be alive under this node's name
     */
    public Ledger(
            DataSource dataSource,
            String node,
            String place,
            LedgerSettings settings,
            LedgerObserver observer,
            Runnable whenDisplaced) {
        this.node = node;
        this.settings = settings;
        this.pending =
                new Pending(settings.maxPending(), settings.maxPendingSize().toBytes());
        this.observer = observer;
        this.loop = new LedgerLoop(dataSource, node, place, subscriptions, settings, observer, whenDisplaced);
        this.writes = new OwnWrites(loop, node);
        loop.start();
    }

    /** What identifies this node among all that work on the same database. */
    public String node() {
        return node;
    }

    /** Stores an event that the router is still to be asked about. */
    public CompletableFuture<Boolean> accept(IncomingEvent event) {
        return accept(event, null);
    }

    /**
     * Stores an event.
     *
     * @param routed what the router said of it; null when that is still to be asked. It counts where no event of the same conversation or
     *     visitor waits for the router before this one
     * @return completed once the event is committed: true when it is new, false when it was there already; fails with
     *     {@link LedgerUnavailableException}, or {@link java.util.concurrent.TimeoutException} after
     *     {@link LedgerSettings#acceptTimeout}
     */
    @Override
    public CompletableFuture<Boolean> accept(IncomingEvent event, Outcome.Routed routed) {
        if (closing) {
            return CompletableFuture.failedFuture(new LedgerUnavailableException("The server is stopping.", null));
        }
        int size = event.body() == null ? 0 : event.body().length;
        if (!pending.take(size)) {
            return CompletableFuture.failedFuture(
                    new LedgerUnavailableException("Too much is waiting to be stored.", null));
        }
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Accept accept = new Accept(
                event,
                routed == null ? null : routed(routed),
                MachineClock.now(),
                result,
                new Release(() -> pending.gone(size)));
        result.orTimeout(settings.acceptTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((isNew, failure) -> {
                    pending.answered();
                    // One that took too long is in memory until the writer gets to it.
                    if (!(failure instanceof TimeoutException)) {
                        accept.dropped();
                    }
                });
        return loop.add(accept);
    }

    @Override
    public boolean storesEvents() {
        return loop.storesEvents();
    }

    /** How many events wait to be stored. */
    public int pendingAccepts() {
        return pending.events();
    }

    /** How many operations wait for a lock that somebody else holds in the database, or fail there, while all others go on. */
    public int heldUp() {
        return loop.heldUp();
    }

    /** For how long the first of those has been waiting. */
    public Duration longestHeldUp() {
        return loop.longestHeldUp();
    }

    /**
     * Records how an attempt ended.
     *
     * @return completed once that is committed: false when the run was no longer this node's, and nothing was changed
     */
    public CompletableFuture<Boolean> end(Run run, Outcome outcome) {
        return end(run, outcome, null, null);
    }

    /**
     * Records how an attempt ended, what it did, and what of it must not be done again.
     *
     * @param history what is kept of this attempt and those before, see {@link Run#history}; null leaves what there is
     * @param intents what was done outside, or may have been, in this attempt or before; null leaves what {@link #intend} recorded
     */
    @Override
    public CompletableFuture<Boolean> end(Run run, Outcome outcome, String history, Intents intents) {
        Outcome known = outcome instanceof Outcome.Routed routed ? routed(routed) : outcome;
        return loop.add(new End(run, known, history, intents, new CompletableFuture<>()));
    }

    private Outcome.Routed routed(Outcome.Routed routed) {
        return leftOut.isEmpty()
                ? routed
                : new Outcome.Routed(routed.starts().stream()
                        .map(s -> new Start(s.workflow(), s.delay(), leftOut.get(s.workflow())))
                        .toList());
    }

    /**
     * Says that a workflow does not run because of how this server is set up: its starts are kept as {@code skipped}.
     *
     * @param cause what ops people can do about it
     */
    public void leaveOut(String workflow, String cause) {
        leftOut.put(workflow, cause);
    }

    /** Says that it runs again, or is gone. */
    public void takeIn(String workflow) {
        leftOut.remove(workflow);
    }

    /**
     * Records what an attempt is about to do, for the case that it is interrupted before its outcome is known.
     *
     * @return completed once that is committed: false when the run is no longer this node's, which must not act
     */
    @Override
    public CompletableFuture<Boolean> intend(Run run, String target) {
        return loop.add(new Intend(run, target, new CompletableFuture<>()));
    }

    /**
     * Records what an attempt is about to do, if it may.
     *
     * @param permit asked in the same transaction
     * @return completed once that is committed; cancelled, it is not written any more
     */
    @Override
    public CompletableFuture<Intended> intend(Run run, String target, IntentPermit permit) {
        return writes.intend(run, target, permit);
    }

    @Override
    public <T> T write(Function<JdbcClient, T> work) {
        return writes.write(work);
    }

    /**
     * Offers to work on a workflow's runs, from {@link Subscription#resume} on.
     *
     * @param handler gets each claimed run, on the writer's thread: it must hand it on at once
     * @throws IllegalStateException when somebody works on it already
     */
    public Subscription subscribe(String workflow, int concurrency, Consumer<Run> handler) {
        return subscribe(workflow, concurrency, false, handler);
    }

    /**
     * The same.
     *
     * @param oncePerConversation whether a run ends as {@code skipped} when another one of its workflow and conversation acted, or may have
     */
    @Override
    public Subscription subscribe(
            String workflow, int concurrency, boolean oncePerConversation, Consumer<Run> handler) {
        Subscription subscription = new Subscription(
                workflow,
                concurrency,
                oncePerConversation,
                run -> handOver(run, handler),
                loop::wakeUp,
                () -> paused.contains(workflow));
        observer.subscribed(workflow);
        if (subscriptions.putIfAbsent(workflow, subscription) != null) {
            throw new IllegalStateException(
                    "Two routes work on the workflow " + workflow + "; give one of them another name.");
        }
        return subscription;
    }

    /** Names of the workflows that do not run because of how this server is set up. */
    public Set<String> leftOut() {
        return Set.copyOf(leftOut.keySet());
    }

    /** Names of the workflows this node works on. */
    public Set<String> workflows() {
        return Set.copyOf(subscriptions.keySet());
    }

    /** Names of those whose runs this node takes now: one that is suspended is not among them. */
    public Set<String> activeWorkflows() {
        return subscriptions.values().stream()
                .filter(Subscription::isActive)
                .map(Subscription::workflow)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Pauses these workflows on this node, and resumes all others: nothing of theirs is claimed, be they subscribed to now or later. What has
     * begun goes on; what was claimed and has not begun is given back.
     */
    public void pause(Set<String> workflows) {
        paused = Set.copyOf(workflows);
        subscriptions.values().forEach(Subscription::look);
        loop.wakeUp();
    }

    /** Ends a subscription; what is in flight goes on and can still be ended. */
    @Override
    public void unsubscribe(Subscription subscription) {
        subscription.suspend();
        subscriptions.remove(subscription.workflow(), subscription);
    }

    @Override
    public void tell(Run run, Outcome outcome) {
        RunLog.tell(run, outcome);
    }

    /** Writes what is left and stops. */
    @Override
    public void close() {
        closing = true;
        loop.close();
    }

    /** A run that nobody took would stay claimed for ever. */
    private void handOver(Run run, Consumer<Run> handler) {
        try {
            handler.accept(run);
        } catch (Throwable e) {
            LOG.error("Workflow {} could not take the run of event {}", run.workflow(), run.eventId(), e);
            end(run, new Outcome.Retry(HAND_OVER_DELAY, "It could not be handed to its route: " + e, true));
        }
    }
}
