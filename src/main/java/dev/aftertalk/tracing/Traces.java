package dev.aftertalk.tracing;

import dev.aftertalk.text.LogFields;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Makes spans and hands them on. Whether the trace of an event is kept follows from the event's id too, so it is kept whole or not at all. */
final class Traces implements AutoCloseable {

    private static final int LAST_SECONDS = 2;

    /** Ids that name nothing else. Those made of iAdvize's lists hold the id of a conversation, which can be erased here and not there. */
    private static final Pattern MERE_ID =
            Pattern.compile("([a-z]+-)?\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}");

    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
            return List.of("traceparent");
        }

        @Override
        public String get(String value, String key) {
            return key.equals("traceparent") ? value : null;
        }
    };

    private final EventIds ids = new EventIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * From now on the lines of the log say which trace they belong to.
     *
     * @param collector gets the spans
     * @param server which one makes them
     */
    Traces(SpanProcessor collector, double sampling, Resource server) {
        provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Sampler.traceIdRatioBased(sampling))
                .setResource(server)
                .addSpanProcessor(collector)
                .build();
        tracer = provider.get("dev.aftertalk");
        LogFields.showTraces(eventId -> EventTrace.of(eventId).traceId());
    }

    /** Begins the span of something that is done about an event. */
    Span begin(String name, String eventId, String eventType) {
        return of(name, SpanKind.CONSUMER, eventId, eventType)
                .setParent(EventTrace.of(eventId).first())
                .startSpan();
    }

    /** Tells of a receipt; of the one whose event was new, the trace begins with it. */
    void tell(Receipt receipt, boolean isNew) {
        EventTrace trace = EventTrace.of(receipt.eventId());
        SpanBuilder span = of(receipt.route(), SpanKind.SERVER, receipt.eventId(), receipt.eventType())
                .setStartTimestamp(receipt.begun())
                .setAttribute(Fields.EVENT_NEW, isNew);
        SpanContext sender = sender(receipt);
        if (sender.isValid()) {
            span.addLink(sender);
        }
        Span begun =
                isNew ? ids.begin(trace, span) : span.setParent(trace.first()).startSpan();
        fail(begun, receipt.error());
        begun.end(receipt.ended());
    }

    /** Tells of a call that was made within something else. */
    void tell(Call call, Span within) {
        SpanBuilder span = tracer.spanBuilder(call.system())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(within))
                .setStartTimestamp(call.begun())
                .setAttribute(Fields.SYSTEM, call.system());
        if (call.httpStatus() != null) {
            span.setAttribute(Fields.HTTP_STATUS, call.httpStatus().longValue());
        }
        Span begun = span.startSpan();
        fail(begun, call.error());
        begun.end();
    }

    private SpanBuilder of(String name, SpanKind kind, String eventId, String eventType) {
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind).setAttribute(Fields.EVENT_TYPE, eventType);
        return MERE_ID.matcher(eventId).matches() ? span.setAttribute(Fields.EVENT_ID, eventId) : span;
    }

    /** @param error null for none */
    static void fail(Span span, String error) {
        if (error != null) {
            span.setAttribute(Fields.ERROR, error).setStatus(StatusCode.ERROR);
        }
    }

    /** Only linked to: what anybody puts into a header must not say which traces there are, nor which are kept. */
    private static SpanContext sender(Receipt receipt) {
        return Span.fromContext(
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), receipt.sender(), TRACEPARENT))
                .getSpanContext();
    }

    /** Hands over what is left, as far as a moment is enough for that. */
    @Override
    public void close() {
        LogFields.showTraces(null);
        provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
