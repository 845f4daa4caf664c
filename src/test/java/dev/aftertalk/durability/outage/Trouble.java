package dev.aftertalk.durability.outage;

/** How a system fails. */
enum Trouble {
    NONE,
    /** It answers, and says that it can't. */
    ERRORS,
    /** Nobody listens. */
    REFUSED,
    /** It takes connections and says nothing. */
    HANGING
}
