package dev.aftertalk.ledger.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.text.LogFields;
import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.UnitOfWorkHelper;

/** Makes an exchange of a run, sends it through a consumer's route and tells from what came of it how the run ended. */
final class RunRoute {

    private static final ObjectReader EVENT = new ObjectMapper().readerFor(Map.class);

    private final DefaultConsumer consumer;
    private final RetryPolicy retries;

    RunRoute(DefaultConsumer consumer, RetryPolicy retries) {
        this.consumer = consumer;
        this.retries = retries;
    }

    /**
     * How an attempt ended, and what is kept of it.
     *
     * @param intents null when what was recorded stands as it is
     */
    record Ended(Outcome outcome, String history, Intents intents) {}

    /** Sends the run through the route. Never throws: the run would be held for ever. */
    Ended run(Run run) {
        try (LogFields fields = LogFields.of(run.eventId(), run.workflow())) {
            return send(run);
        }
    }

    private Ended send(Run run) {
        long begin = MachineClock.now();
        RunInProgress inProgress = new RunInProgress(run, retries);
        Exchange exchange = consumer.createExchange(false);
        try {
            fill(exchange, run, inProgress.intents());
            inProgress.attachTo(exchange);
            consumer.getProcessor().process(exchange);
        } catch (IOException e) {
            inProgress.end(new Outcome.Dead("The event can't be read: " + Causes.describe(e)));
        } catch (Exception e) {
            exchange.setException(e);
        } catch (Throwable e) {
            exchange.setException(e);
            forget(exchange);
        }
        Outcome outcome = outcome(inProgress, exchange.getException());
        consumer.releaseExchange(exchange, false);
        return new Ended(
                outcome,
                RunHistory.after(inProgress, outcome, begin, MachineClock.now()),
                inProgress.intentsAfter(outcome));
    }

    /** Camel does not count down what an Error went through, and would wait for it when it stops. */
    private void forget(Exchange exchange) {
        UnitOfWorkHelper.doneUow(exchange.getUnitOfWork(), exchange);
        exchange.getContext().getInflightRepository().remove(exchange, consumer.getRouteId());
    }

    private static void fill(Exchange exchange, Run run, Intents intents) throws IOException {
        exchange.getIn().setBody(EVENT.readValue(run.body()));
        exchange.setProperty(LedgerConstants.EVENT_ID, run.eventId());
        exchange.setProperty(LedgerConstants.EVENT_TYPE, run.eventType());
        exchange.setProperty(LedgerConstants.WORKFLOW, run.workflow());
        exchange.setProperty(LedgerConstants.ATTEMPT, run.attempt());
        exchange.setProperty(LedgerConstants.FIRST_SEEN, Instant.ofEpochMilli(run.receivedAt()));
        exchange.setProperty(LedgerConstants.INTENTS, intents);
        exchange.setProperty(LedgerConstants.INTENT, intents.inDoubt());
    }

    private static Outcome outcome(RunInProgress run, Exception failure) {
        Outcome said = run.outcome();
        if (said != null) {
            return said;
        }
        if (failure != null) {
            run.failed(failure);
            return run.retries().outcome(run.run(), failure);
        }
        return run.run().workflow().equals(Ledger.ROUTER) ? new Outcome.Routed(run.starts()) : new Outcome.Done();
    }
}
