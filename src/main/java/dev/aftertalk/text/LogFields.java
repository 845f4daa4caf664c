package dev.aftertalk.text;

import org.slf4j.MDC;

/** What each line of the log is about while this is open, on the thread that opened it; shown where lines are written as JSON. */
public final class LogFields implements AutoCloseable {

    private static final String EVENT = "eventId";
    private static final String WORKFLOW = "workflow";

    private final String eventBefore = MDC.get(EVENT);
    private final String workflowBefore = MDC.get(WORKFLOW);

    private LogFields() {}

    /** The run of a workflow for an event, by iAdvize's id. */
    public static LogFields of(String eventId, String workflow) {
        LogFields fields = new LogFields();
        put(EVENT, eventId);
        put(WORKFLOW, workflow);
        return fields;
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
    }
}
