package dev.aftertalk.rehearsal;

import java.util.Map;

/**
 * What stands in for a package's beans and components in a rehearsal. A bean that has none there is not called in one, since nobody knows
 * what it does.
 */
public interface StandIns {

    /**
     * Made for each CamelContext that rehearses.
     *
     * @return by the names that {@code routes/} use; what only reads or computes may be the bean itself
     */
    Map<String, Object> of(Rehearsal rehearsal);
}
