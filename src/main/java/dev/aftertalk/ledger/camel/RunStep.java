package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.Intended;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.ledger.Start;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** What a {@code ledger:} step in a route does to the run that is on its way through it. */
@FunctionalInterface
interface RunStep {

    void apply(Exchange exchange, RunInProgress run) throws Exception;

    /** Starts a workflow, once the router has run to its end. */
    static RunStep start(Start start) {
        return (exchange, run) -> {
            if (!run.run().workflow().equals(Ledger.ROUTER)) {
                throw new PermanentException(
                        "ledger:start works only in the router, the route that begins with ledger:events.");
            }
            run.start(new Start(SplitWorkflows.now(start.workflow(), run.run().eventType()), start.delay()));
        };
    }

    static RunStep skip(Expression reason) {
        return (exchange, run) -> end(exchange, run, new Outcome.Skipped(text(reason, exchange)));
    }

    /** @param reason null: what the exception says */
    static RunStep dead(Expression reason) {
        return (exchange, run) -> {
            run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
            String cause = reason == null ? Causes.describe(failure(exchange)) : text(reason, exchange);
            end(exchange, run, new Outcome.Dead(cause, !run.wasRefused()));
        };
    }

    /** @param policy what the step says about it; the rest is as the workflow wants it */
    static RunStep retry(RetryPolicy policy) {
        return (exchange, run) -> {
            Throwable failure = failure(exchange);
            run.failed(failure);
            Outcome outcome = policy.or(run.retries()).outcome(run.run(), failure);
            end(exchange, run, outcome);
        };
    }

    /**
     * Returns once the intent is committed; the steps after it may then act. Nothing is recorded where there is nothing to do.
     *
     * @param permit finds an {@link IntentPermit}, or nothing; null when none is asked
     */
    static RunStep intent(LedgerRuns ledger, Expression target, Expression permit) {
        return (exchange, run) -> {
            String act = text(target, exchange);
            if (act.isEmpty()) {
                return;
            }
            IntentPermit asked = permit == null ? null : permit.evaluate(exchange, IntentPermit.class);
            String recorded = run.intending(act);
            Intended intended = asked == null
                    ? written(ledger.intend(run.run(), recorded)) ? Intended.RECORDED : Intended.TAKEN_OVER
                    : written(ledger.intend(run.run(), recorded, asked));
            if (intended == Intended.TAKEN_OVER) {
                throw new PermanentException("Another node has taken this run over.");
            }
            if (intended == Intended.REFUSED) {
                String reason = asked.refused();
                run.intendsNothing();
                end(exchange, run, new Outcome.Skipped(Causes.line(reason)));
            }
        };
    }

    private static <T> T written(CompletableFuture<T> written) throws InterruptedException {
        try {
            return written.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RetryableException("The ledger could not record what is about to be done.", e);
        } finally {
            written.cancel(false); // what was not recorded in time need not be: it is not done
        }
    }

    private static void end(Exchange exchange, RunInProgress run, Outcome outcome) {
        run.end(outcome);
        exchange.setRouteStop(true);
    }

    private static String text(Expression expression, Exchange exchange) {
        return Causes.line(expression.evaluate(exchange, String.class));
    }

    private static Throwable failure(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (caught == null) {
            caught = exchange.getException();
        }
        return caught != null ? caught : new IllegalStateException("The route asked for it without an exception.");
    }
}
