package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.ledger.Subscription;
import dev.aftertalk.time.MachineClock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a workflow's runs to its route, each workflow on its own threads. Suspended, it takes no more; stopping, what is in flight is
 * finished within Camel's shutdown time-out. What has not begun by then, or not come to its end, goes back: a step that ends later than that
 * finds that the run is no longer its own, and so can't record an intent any more.
 */
final class LedgerConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerConsumer.class);

    private static final String STOPPED = "The server stopped before this was finished; it goes again.";

    private static final String REPLACED =
            "Its workflow was replaced after an edit, or its route stopped, before this was finished (routes.swap-timeout); it goes again.";

    private final RunRoute route;
    private final LedgerRuns ledger;
    private final AheadRouter router;
    private final String workflow;
    private final int concurrency;
    private final boolean oncePerConversation;
    /** One, or one for each of the two that an old name stands for. */
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    /** What was claimed and has not ended, and whether it has begun. */
    private final Map<Run, Boolean> claimed = new ConcurrentHashMap<>();

    private volatile ExecutorService executor;

    LedgerConsumer(
            LedgerEndpoint endpoint,
            Processor processor,
            LedgerRuns ledger,
            AheadRouter router,
            String workflow,
            int concurrency,
            boolean oncePerConversation,
            RetryPolicy retries) {
        super(endpoint, processor);
        this.route = new RunRoute(this, retries);
        this.ledger = ledger;
        this.router = router;
        this.workflow = workflow;
        this.concurrency = concurrency;
        this.oncePerConversation = oncePerConversation;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        executor = threads().newFixedThreadPool(this, "ledger-" + workflow, concurrency);
        subscriptions.clear();
        for (String part : SplitWorkflows.parts(workflow)) {
            // One by one: where the second can't be had, Camel stops this, and the first is given back.
            subscriptions.add(ledger.subscribe(part, concurrency, oncePerConversation, this::handOver));
        }
        subscriptions.forEach(Subscription::resume);
        if (workflow.equals(Ledger.ROUTER)) {
            router.begin(this, getRoute().getRoute());
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        subscriptions.forEach(Subscription::suspend);
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        subscriptions.forEach(Subscription::resume);
    }

    @Override
    protected void doStop() throws Exception {
        router.end(this);
        subscriptions.forEach(ledger::unsubscribe);
        claimed.keySet().forEach(run -> giveBack(run, true, isServerStopping() ? STOPPED : REPLACED));
        if (executor != null) {
            threads().shutdownNow(executor);
        }
        claimed.keySet().forEach(run -> giveBack(run, false, null));
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /**
     * What a stop waits for. Where the server goes on, as when an edit replaces the route, that is what is under way in it alone: what has not
     * begun is given back, and the ledger writes how the rest has ended, however long its database may be away.
     */
    @Override
    public int getPendingExchangesSize() {
        return isServerStopping()
                ? subscriptions.stream().mapToInt(Subscription::inFlight).sum()
                : Collections.frequency(claimed.values(), true);
    }

    private boolean isServerStopping() {
        return getEndpoint().getCamelContext().isStopping();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        subscriptions.forEach(Subscription::suspend);
    }

    /** What the route says of an event that is not stored yet; null when it comes to another end, or takes no runs. */
    Outcome.Routed routeAhead(IncomingEvent event) {
        if (!isTaking()) {
            return null;
        }
        long now = MachineClock.now();
        RunRoute.Ended ended = route.run(
                new Run(0, workflow, 1, now, now, now, null, event.eventId(), event.eventType(), event.body()));
        return ended.outcome() instanceof Outcome.Routed routed ? routed : null;
    }

    /** True while it takes runs. */
    boolean isTaking() {
        return subscriptions.stream().anyMatch(Subscription::isActive);
    }

    /** On the ledger's own thread: only passes the run on. */
    private void handOver(Run run) {
        claimed.put(run, false);
        try {
            executor.execute(() -> begin(run));
        } catch (RejectedExecutionException e) {
            giveBack(run, false, null);
        }
        if (executor.isShutdown()) {
            giveBack(run, false, null); // Camel's thread pools throw away without a word what comes too late
        }
    }

    /** Marked at first: who has it take no more runs, and finds none that has begun, knows that none begins any more. */
    private void begin(Run run) {
        if (claimed.replace(run, false, true) && isTaking()) {
            RunRoute.Ended ended = route.run(run);
            ledger.tell(run, ended.outcome());
            if (claimed.remove(run, true)) {
                ledger.end(run, ended.outcome(), ended.history(), ended.intents());
            }
        }
        giveBack(run, true, null); // unless it has ended
    }

    /** @param cause what ended it while it was under way */
    private void giveBack(Run run, boolean begun, String cause) {
        if (claimed.remove(run, begun)) {
            if (cause != null) {
                LOG.warn("The run of {} for event {} is given back: {}", run.workflow(), run.eventId(), cause);
            }
            ledger.end(run, new Outcome.GivenBack(cause), null, null);
        }
    }

    private ExecutorServiceManager threads() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }
}
