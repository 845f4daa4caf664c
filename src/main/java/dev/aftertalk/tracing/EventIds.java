package dev.aftertalk.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives the span that a trace begins with the ids that follow from its event, and all others any. */
final class EventIds implements IdGenerator {

    private final IdGenerator any = IdGenerator.random();
    private final ThreadLocal<EventTrace> begun = new ThreadLocal<>();

    /** Begins a trace. */
    Span begin(EventTrace trace, SpanBuilder first) {
        begun.set(trace);
        try {
            return first.setNoParent().startSpan();
        } finally {
            begun.remove();
        }
    }

    @Override
    public String generateSpanId() {
        EventTrace trace = begun.get();
        return trace == null ? any.generateSpanId() : trace.spanId();
    }

    @Override
    public String generateTraceId() {
        EventTrace trace = begun.get();
        return trace == null ? any.generateTraceId() : trace.traceId();
    }
}
