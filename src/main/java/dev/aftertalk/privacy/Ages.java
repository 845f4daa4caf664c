package dev.aftertalk.privacy;

import java.util.Map;

/**
 * What is too old now, in milliseconds since 1970.
 *
 * @param before the times by what says so; none for what is kept for ever; now for what is kept briefly
 */
public record Ages(Map<Kept, Long> before) {

    public boolean isLimited(Kept kept) {
        return before.containsKey(kept);
    }

    /** Less than any time when it is kept for ever. */
    public long before(Kept kept) {
        return before.getOrDefault(kept, Long.MIN_VALUE);
    }
}
