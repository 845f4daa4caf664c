package dev.aftertalk.ledger.camel;

import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.http.common.HttpCommonEndpoint;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Takes the time of one step, and tells from what came of it what the other side did. */
final class CallRecorder extends DelegateAsyncProcessor {

    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500; // not FAILED: Camel's processors inherit a constant of that name

    private final String id;
    private final Endpoint fixed;

    /**
     * @param id of the step, or null
     * @param endpoint null for a step whose address is evaluated for each message
     */
    CallRecorder(Processor step, String id, Endpoint endpoint) {
        super(step);
        this.id = id;
        this.fixed = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RunInProgress run = RunInProgress.find(exchange);
        if (run == null || run.outcome() != null) {
            return super.process(exchange, callback);
        }
        int calls = run.calls();
        if (fixed == null) {
            exchange.removeProperty(ExchangePropertyKey.TO_ENDPOINT); // the step before
        }
        long begun = System.nanoTime();
        return super.process(exchange, sync -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            Endpoint endpoint = fixed != null ? fixed : run.calls() > calls ? null : evaluated(exchange);
            if (endpoint != null) {
                record(run, exchange, endpoint, millis);
            }
            callback.done(sync);
        });
    }

    /** Where an evaluated address led to; null when to no other system. What a route behind it called, that route has recorded. */
    private static Endpoint evaluated(Exchange exchange) {
        String to = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class);
        Endpoint endpoint = to == null ? null : exchange.getContext().hasEndpoint(to);
        return endpoint != null && RecordedSteps.isCall(endpoint, null) ? endpoint : null;
    }

    private void record(RunInProgress run, Exchange exchange, Endpoint endpoint, long millis) {
        Throwable failure = failure(run, exchange);
        Integer status = failure == null && endpoint instanceof HttpCommonEndpoint
                ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)
                : null;
        String answer = failure != null
                ? failure.getClass().getSimpleName()
                : status != null
                        ? "HTTP " + status
                        : run.outcome() != null ? run.outcome().state() : "ok";
        run.called(
                new RecordedStep(id, RecordedSteps.scheme(endpoint), answer, millis),
                failure == null ? effect(status) : effect(failure, endpoint));
        if (failure == null && endpoint instanceof MailEndpoint) {
            run.touched(exchange.getMessage().getHeader(MailConstants.MAIL_MESSAGE_ID, String.class));
        }
    }

    /** Null when there is none. A list of recipients has handled it already for each. */
    private Throwable failure(RunInProgress run, Exchange exchange) {
        return fixed == null && exchange.getException() == null && run.outcome() != null
                ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)
                : exchange.getException();
    }

    /** Mail servers and beans have more to tell apart, and say themselves what is in doubt. */
    private static RunInProgress.Effect effect(Throwable failure, Endpoint endpoint) {
        boolean saysSo = endpoint instanceof MailEndpoint || RecordedSteps.isBean(endpoint);
        return Causes.isInDoubt(failure) || !saysSo && Causes.isAnswerLost(failure)
                ? RunInProgress.Effect.UNKNOWN
                : RunInProgress.Effect.NONE;
    }

    private static RunInProgress.Effect effect(Integer status) {
        if (status == null) {
            return RunInProgress.Effect.DONE;
        }
        if (status < CLIENT_ERROR) {
            return RunInProgress.Effect.ACCEPTED;
        }
        // a gateway says 408, too, when it has given up on a system at work
        return status < SERVER_ERROR && status != REQUEST_TIMEOUT
                ? RunInProgress.Effect.NONE
                : RunInProgress.Effect.LEFT_OPEN;
    }
}
