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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
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
    private ExecutorService executor;
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
        executor = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "ledger-" + workflow, concurrency);
        subscription = ledger.subscribe(workflow, concurrency, this::handOver);
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
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(executor);
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

    /** On the ledger's own thread: only passes the run on. */
    private void handOver(Run run) {
        Subscription from = subscription;
        try {
            executor.execute(() -> ledger.end(run, from.isActive() ? process(run) : new Outcome.GivenBack(), from));
        } catch (RejectedExecutionException e) {
            ledger.end(run, new Outcome.GivenBack(), from);
        }
    }

    /** Sends the run through the route and says how it ended. Never throws. */
    private Outcome process(Run run) {
        RunInProgress inProgress = new RunInProgress(run);
        Exchange exchange = createExchange(false);
        try {
            fill(exchange, run);
            inProgress.attachTo(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Outcome outcome = outcome(inProgress, exchange.getException());
        releaseExchange(exchange, false);
        report(run, outcome);
        return outcome;
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
