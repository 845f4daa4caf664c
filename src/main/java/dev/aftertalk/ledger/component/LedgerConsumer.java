package dev.aftertalk.ledger.component;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Subscription;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a workflow's runs to its route, each workflow on its own threads. Suspended, it takes no more; stopping, what is in flight is
 * finished within Camel's shutdown time-out and what has not begun goes back.
 */
final class LedgerConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerConsumer.class);
    private static final ObjectReader EVENT = new ObjectMapper().readerFor(Map.class);

    private final Ledger ledger;
    private final String workflow;
    private final int concurrency;
    /** What was claimed and has not begun. */
    private final Set<Run> waiting = ConcurrentHashMap.newKeySet();

    private volatile ExecutorService executor;
    private volatile Subscription subscription;

    LedgerConsumer(LedgerEndpoint endpoint, Processor processor, Ledger ledger, String workflow, int concurrency) {
        super(endpoint, processor);
        this.ledger = ledger;
        this.workflow = workflow;
        this.concurrency = concurrency;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        subscription = ledger.subscribe(workflow, concurrency, this::handOver);
        executor = threads().newFixedThreadPool(this, "ledger-" + workflow, concurrency);
        subscription.resume();
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        subscription.suspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        subscription.resume();
    }

    @Override
    protected void doStop() throws Exception {
        if (subscription != null) {
            ledger.unsubscribe(subscription);
            threads().shutdownNow(executor);
            waiting.forEach(this::giveBack);
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return subscription == null ? 0 : subscription.inFlight();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (subscription != null) {
            subscription.suspend();
        }
    }

    /** True while it takes runs. */
    boolean isTaking() {
        Subscription current = subscription;
        return current != null && current.isActive();
    }

    /** On the ledger's own thread: only passes the run on. */
    private void handOver(Run run) {
        waiting.add(run);
        try {
            executor.execute(() -> begin(run));
        } catch (RejectedExecutionException e) {
            giveBack(run);
        }
        if (executor.isShutdown()) {
            giveBack(run); // Camel's thread pools throw away without a word what comes too late
        }
    }

    private void begin(Run run) {
        if (!isTaking()) {
            giveBack(run);
        } else if (waiting.remove(run)) {
            ledger.end(run, process(run));
        }
    }

    private void giveBack(Run run) {
        if (waiting.remove(run)) {
            ledger.end(run, new Outcome.GivenBack());
        }
    }

    /** Sends the run through the route and says how it ended. Never throws: the run would be held for ever. */
    private Outcome process(Run run) {
        RunInProgress inProgress = new RunInProgress(run);
        Exchange exchange = createExchange(false);
        try {
            fill(exchange, run);
            inProgress.attachTo(exchange);
            getProcessor().process(exchange);
        } catch (IOException e) {
            inProgress.end(new Outcome.Dead("The event can't be read: " + Causes.describe(e)));
        } catch (Exception e) {
            exchange.setException(e);
        } catch (Throwable e) {
            exchange.setException(e);
            forget(exchange);
        }
        Outcome outcome = outcome(inProgress, exchange.getException());
        releaseExchange(exchange, false);
        report(run, outcome);
        return outcome;
    }

    /** Camel does not count down what an Error went through, and would wait for it when it stops. */
    private void forget(Exchange exchange) {
        UnitOfWorkHelper.doneUow(exchange.getUnitOfWork(), exchange);
        exchange.getContext().getInflightRepository().remove(exchange, getRouteId());
    }

    private static void fill(Exchange exchange, Run run) throws IOException {
        exchange.getIn().setBody(EVENT.readValue(run.body()));
        exchange.setProperty(LedgerConstants.EVENT_ID, run.eventId());
        exchange.setProperty(LedgerConstants.EVENT_TYPE, run.eventType());
        exchange.setProperty(LedgerConstants.WORKFLOW, run.workflow());
        exchange.setProperty(LedgerConstants.ATTEMPT, run.attempt());
        exchange.setProperty(LedgerConstants.FIRST_SEEN, Instant.ofEpochMilli(run.receivedAt()));
        if (run.intent() != null) {
            exchange.setProperty(LedgerConstants.INTENT, run.intent());
        }
    }

    private Outcome outcome(RunInProgress run, Exception failure) {
        Outcome said = run.outcome();
        if (said != null) {
            return said;
        }
        if (failure != null) {
            return RetryPolicy.DEFAULT.outcome(run.run(), failure, System.currentTimeMillis());
        }
        return workflow.equals(Ledger.ROUTER) ? new Outcome.Routed(run.starts()) : new Outcome.Done();
    }

    private ExecutorServiceManager threads() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }

    private static void report(Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Dead dead) {
            LOG.error("{} is dead for event {} ({}): {}", run.workflow(), run.eventId(), run.eventType(), dead.cause());
        } else if (outcome instanceof Outcome.Retry retry) {
            LOG.warn(
                    "{} failed for event {}, attempt {}, again in {} s: {}",
                    run.workflow(),
                    run.eventId(),
                    run.attempt(),
                    retry.delay().toMillis() / 1000.0,
                    retry.cause());
        } else {
            LOG.debug("{} is {} for event {}", run.workflow(), outcome.state(), run.eventId());
        }
    }
}
