package dev.aftertalk.tracing;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import io.opentelemetry.api.trace.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attempts under way on this server. An attempt begins with its route and ends once the ledger has committed how it went; what it calls
 * meanwhile is below it.
 */
final class Attempts {

    /** What is never ended, as when another node has taken the run over, must not gather. */
    private static final int MOST = 10_000;

    private final Traces traces;
    private final Map<RunId, Attempt> underWay = new LinkedHashMap<>();

    private record RunId(String eventId, String workflow) {}

    Attempts(Traces traces) {
        this.traces = traces;
    }

    void begin(String eventId, String eventType, String workflow, int number) {
        Span span = traces.begin(workflow, eventId, eventType)
                .setAttribute(Fields.WORKFLOW, workflow)
                .setAttribute(Fields.ATTEMPT, (long) number);
        Attempt before = keep(new RunId(eventId, workflow), new Attempt(number, span));
        if (before != null && !workflow.equals(Ledger.ROUTER)) { // which is asked again when an event comes again
            before.span().end();
        }
    }

    /** Gives back what had to make room: one of the same run, or the oldest. */
    private synchronized Attempt keep(RunId run, Attempt attempt) {
        Attempt before = underWay.remove(run);
        if (before == null && underWay.size() == MOST) {
            before = underWay.remove(underWay.keySet().iterator().next());
        }
        underWay.put(run, attempt);
        return before;
    }

    private synchronized Attempt find(String eventId, String workflow) {
        return underWay.get(new RunId(eventId, workflow));
    }

    private synchronized Attempt take(RunId run, int number) {
        Attempt attempt = underWay.get(run);
        return attempt != null && attempt.number() == number ? underWay.remove(run) : null;
    }

    /** Its route has come to its end. @param error the kind of what failed last in it; null for nothing */
    void routed(String eventId, String workflow, String error) {
        Attempt attempt = find(eventId, workflow);
        if (attempt != null) {
            attempt.failed(error);
        }
    }

    /** A call came back, which was made for the run; nothing where there is none, as for what is looked up in the background. */
    void called(String eventId, String workflow, Call call) {
        Attempt attempt = eventId == null ? null : find(eventId, workflow);
        if (attempt != null) {
            traces.tell(call, attempt.span());
        }
    }

    void ended(Run run, Outcome outcome) {
        Attempt attempt = take(new RunId(run.eventId(), run.workflow()), run.attempt());
        if (attempt != null) {
            attempt.end(outcome, run.interrupted());
        }
    }

    /** It was for nothing: the router had been asked about an event that was there already. */
    void drop(String eventId, String workflow) {
        take(new RunId(eventId, workflow), 1);
    }
}
