package dev.aftertalk.durability.outage;

import dev.aftertalk.testing.FreePort;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Another system that can be made to fail, and counts the calls it sees. */
abstract class FailingPeer implements AutoCloseable {

    private final String name;
    private final int port;
    private final Calls calls = new Calls();
    private volatile Spell spell = new Spell(Trouble.NONE, new CountDownLatch(1));

    /** A time of one trouble. */
    record Spell(Trouble trouble, CountDownLatch over) {}

    FailingPeer(String name) throws IOException {
        this.name = name;
        this.port = FreePort.next();
    }

    final String name() {
        return name;
    }

    final int port() {
        return port;
    }

    final Calls calls() {
        return calls;
    }

    final Spell spell() {
        return spell;
    }

    /** From now on fails so; what hangs is let go, without an answer. */
    final void trouble(Trouble next) throws IOException {
        Spell before = spell;
        spell = new Spell(next, new CountDownLatch(1));
        before.over().countDown();
        if (before.trouble() == Trouble.REFUSED && next != Trouble.REFUSED) {
            listen();
        } else if (next == Trouble.REFUSED && before.trouble() != Trouble.REFUSED) {
            refuse();
        }
    }

    /** Listens on its port. */
    abstract void listen() throws IOException;

    /** Listens no more. */
    abstract void refuse() throws IOException;

    @Override
    public void close() throws IOException {
        spell.over().countDown();
        refuse();
    }
}
