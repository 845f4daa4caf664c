package dev.aftertalk.text;

import java.util.function.UnaryOperator;
import org.slf4j.MDC;

/** What each line of the log is about while this is open, on the thread that opened it; shown where lines are written as JSON. */
public final class LogFields implements AutoCloseable {

    private static final String EVENT = "eventId";
    private static final String WORKFLOW = "workflow";
    private static final String TRACE = "traceId";

    private static volatile UnaryOperator<String> traces;

    private final String eventBefore = MDC.get(EVENT);
    private final String workflowBefore = MDC.get(WORKFLOW);
    private final String traceBefore = MDC.get(TRACE);

    private LogFields() {}

    /** The run of a workflow for an event, by iAdvize's id. */
    public static LogFields of(String eventId, String workflow) {
        LogFields fields = new LogFields();
        put(EVENT, eventId);
        put(WORKFLOW, workflow);
        UnaryOperator<String> shown = traces;
        if (shown != null) {
            put(TRACE, shown.apply(eventId));
        }
        return fields;
    }

    /** From now on shows the trace of the event too, by its id; null: no more. */
    public static void showTraces(UnaryOperator<String> traceOfEvent) {
        traces = traceOfEvent;
    }

    /** The event that this thread is at work on; null for none. */
    public static String eventId() {
        return MDC.get(EVENT);
    }

    /** The workflow that this thread is at work on; null for none. */
    public static String workflow() {
        return MDC.get(WORKFLOW);
    }

    private static void put(String name, String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    /** What they were about before. */
    @Override
    public void close() {
        put(EVENT, eventBefore);
        put(WORKFLOW, workflowBefore);
        put(TRACE, traceBefore);
    }
}
