package dev.aftertalk.privacy;

/** Which setting says how long something is kept, in the order in which it goes. */
public enum Kept {
    /** None: it is of use for a while only. */
    BRIEFLY,
    /** {@code retention.look-ups} */
    LOOK_UPS,
    /** {@code retention.events} */
    EVENTS,
    /** {@code retention.dead} */
    DEAD,
    /** {@code retention.comments} */
    COMMENTS,
    /** {@code retention.answers} */
    ANSWERS,
    /** {@code retention.audit} */
    AUDIT
}
