package dev.aftertalk.ledger.component;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.http.common.HttpCommonEndpoint;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Has each run remember its calls to other systems: the steps that leave this server, and those of beans that are given an id because they
 * do. What is decided about a step is decided when its route is made, so that a run only takes the time.
 */
public final class RecordedSteps implements InterceptStrategy {

    private static final Set<String> INSIDE = Set.of("ledger", "kamelet", "direct", "seda", "log", "mock", "stub");
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500; // not FAILED: Camel's processors inherit a constant of that name

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Processor step = nextTarget != null ? nextTarget : target;
        Endpoint endpoint = step instanceof EndpointAware aware ? aware.getEndpoint() : null;
        String id = ownId(definition);
        return endpoint != null && isCall(endpoint, id) ? new Recorder(target, id, endpoint) : target;
    }

    private static String ownId(NamedNode definition) {
        return definition instanceof OptionalIdentifiedDefinition<?> named && named.hasCustomIdAssigned()
                ? definition.getId()
                : null;
    }

    private static boolean isCall(Endpoint endpoint, String id) {
        String scheme = scheme(endpoint);
        return scheme.equals("bean") ? id != null : endpoint.isRemote() && !INSIDE.contains(scheme);
    }

    private static String scheme(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        int end = uri.indexOf(':');
        return end < 0 ? uri : uri.substring(0, end);
    }

    /** Takes the time of one step. */
    private static final class Recorder extends DelegateAsyncProcessor {

        private final String id;
        private final String to;
        private final boolean http;
        private final boolean mail;

        Recorder(Processor step, String id, Endpoint endpoint) {
            super(step);
            this.id = id;
            this.to = scheme(endpoint);
            this.http = endpoint instanceof HttpCommonEndpoint;
            this.mail = endpoint instanceof MailEndpoint;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            RunInProgress run = RunInProgress.find(exchange);
            if (run == null || run.outcome() != null) {
                return super.process(exchange, callback);
            }
            long begun = System.nanoTime();
            return super.process(exchange, sync -> {
                record(run, exchange, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                callback.done(sync);
            });
        }

        private void record(RunInProgress run, Exchange exchange, long millis) {
            Exception failure = exchange.getException();
            Integer status = http && failure == null
                    ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)
                    : null;
            String answer = failure != null
                    ? failure.getClass().getSimpleName()
                    : status != null
                            ? "HTTP " + status
                            : run.outcome() != null ? run.outcome().state() : "ok";
            run.called(new RecordedStep(id, to, answer, millis), effect(failure, status));
            if (mail && failure == null) {
                run.touched(exchange.getMessage().getHeader(MailConstants.MAIL_MESSAGE_ID, String.class));
            }
        }

        private static RunInProgress.Effect effect(Exception failure, Integer status) {
            if (failure != null) {
                return Causes.isInDoubt(failure) ? RunInProgress.Effect.UNKNOWN : RunInProgress.Effect.NONE;
            }
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
}
