package dev.aftertalk.care.drill;

/** A fault that was begun. */
interface Fault extends AutoCloseable {

    /** Ends it. Calls are still counted, so that one that is made twice is seen, until {@link #close}. */
    void end();

    /** Leaves nothing of it; ends it if need be. To end it twice is to end it once. */
    @Override
    default void close() {
        end();
    }
}
