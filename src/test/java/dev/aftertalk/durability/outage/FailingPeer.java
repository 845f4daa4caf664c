package dev.aftertalk.durability.outage;

import java.io.IOException;

/** Another system that can be made to fail, and counts the calls it sees. */
interface FailingPeer extends AutoCloseable {

    String name();

    /** From now on fails so; what hangs is let go, without an answer. */
    void trouble(Trouble next) throws IOException;

    Calls calls();

    @Override
    void close() throws IOException;
}
