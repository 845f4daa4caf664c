package dev.aftertalk.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The trace of an event, which follows from the event's id: whoever works on the event, on any node and after any restart, adds to the same one.
 *
 * @param spanId of the span that it begins with
 */
record EventTrace(String traceId, String spanId) {

    private static final int TRACE_ID = 16;
    private static final int SPAN_ID = 8;

    static EventTrace of(String eventId) {
        byte[] digest = digest(eventId);
        HexFormat hex = HexFormat.of();
        return new EventTrace(hex.formatHex(digest, 0, TRACE_ID), hex.formatHex(digest, TRACE_ID, TRACE_ID + SPAN_ID));
    }

    private static byte[] digest(String eventId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(eventId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has it", e);
        }
    }

    /** What all other spans of the trace are below. */
    Context first() {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault())));
    }
}
