package dev.aftertalk.metrics;

/**
 * Numbers that only grow.
 *
 * @param <C> itself
 */
interface Counts<C> {

    /** What was counted since. */
    C minus(C before);

    C plus(C more);
}
