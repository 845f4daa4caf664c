package dev.aftertalk.metrics;

/**
 * How a step of a workflow went.
 *
 * @param calls how often it was done
 * @param failed how often of these it threw, so that the run was tried again, died, or went another way
 * @param millis how long it took, all of them together
 */
public record StepCounts(long calls, long failed, long millis) implements Counts<StepCounts> {

    public static final StepCounts NONE = new StepCounts(0, 0, 0);

    @Override
    public StepCounts minus(StepCounts before) {
        return new StepCounts(calls - before.calls, failed - before.failed, millis - before.millis);
    }

    @Override
    public StepCounts plus(StepCounts more) {
        return new StepCounts(calls + more.calls, failed + more.failed, millis + more.millis);
    }

    /** The share that did not fail, from 0 to 1; NaN when it was never done. */
    public double success() {
        return (double) (calls - failed) / calls;
    }

    /** How long it took, in milliseconds, on average; NaN when it was never done. */
    public double meanMillis() {
        return (double) millis / calls;
    }
}
