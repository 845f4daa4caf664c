package dev.aftertalk.metrics;

/**
 * How attempts of a workflow's runs ended.
 *
 * @param done runs that did what they were for
 * @param skipped runs that had nothing to do
 * @param unrouted events of types that the router knows no workflow for
 * @param dead runs that could not be done
 * @param retried attempts that failed and were tried again
 * @param timed how many of the runs that are over {@code millis} is the sum of
 * @param millis from the receipt of the event to the end of the run
 */
public record WorkflowCounts(long done, long skipped, long unrouted, long dead, long retried, long timed, long millis)
        implements Counts<WorkflowCounts> {

    public static final WorkflowCounts NONE = new WorkflowCounts(0, 0, 0, 0, 0, 0, 0);

    @Override
    public WorkflowCounts minus(WorkflowCounts before) {
        return new WorkflowCounts(
                done - before.done,
                skipped - before.skipped,
                unrouted - before.unrouted,
                dead - before.dead,
                retried - before.retried,
                timed - before.timed,
                millis - before.millis);
    }

    @Override
    public WorkflowCounts plus(WorkflowCounts more) {
        return new WorkflowCounts(
                done + more.done,
                skipped + more.skipped,
                unrouted + more.unrouted,
                dead + more.dead,
                retried + more.retried,
                timed + more.timed,
                millis + more.millis);
    }

    /** How many runs were over. */
    public long ended() {
        return done + skipped + unrouted + dead;
    }

    /** Of those the share that is not dead, from 0 to 1; NaN when none was over. */
    public double success() {
        return (double) (ended() - dead) / ended();
    }

    /** The mean time from the receipt of an event to the end of its run, with delays and retries, in milliseconds; NaN when none was over. */
    public double meanMillis() {
        return (double) millis / timed;
    }
}
