package dev.aftertalk.tracing;

import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Start;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/** An attempt under way. */
final class Attempt {

    private final int number;
    private final Span span;
    private volatile String error;

    Attempt(int number, Span span) {
        this.number = number;
        this.span = span;
    }

    /** Which attempt of its run it is, from 1. */
    int number() {
        return number;
    }

    Span span() {
        return span;
    }

    /** What failed last in its route, which may have gone on all the same; null for nothing. */
    void failed(String kind) {
        error = kind;
    }

    /** @param interrupted how often in a row the server had ended while it was at work on the run */
    void end(Outcome outcome, int interrupted) {
        span.setAttribute(Fields.OUTCOME, outcome.state());
        if (interrupted > 0) {
            span.setAttribute(Fields.INTERRUPTED, (long) interrupted);
        }
        if (outcome instanceof Outcome.Routed routed) {
            span.setAttribute(Fields.STARTS, started(routed));
        }
        if (outcome instanceof Outcome.Dead || outcome instanceof Outcome.Retry retry && !retry.waiting()) {
            span.setStatus(StatusCode.ERROR);
            Traces.fail(span, error);
        }
        span.end();
    }

    private static List<String> started(Outcome.Routed routed) {
        return routed.starts().stream()
                .filter(start -> start.leftOut() == null)
                .map(Start::workflow)
                .toList();
    }
}
