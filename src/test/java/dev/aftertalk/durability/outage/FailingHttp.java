package dev.aftertalk.durability.outage;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.Peer;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.io.IOException;

/** A system spoken to over HTTP. What hangs or is answered 500 has not been done. */
final class FailingHttp extends FailingPeer {

    private final PeerServer server;

    /** @param peer what it does while it is well */
    FailingHttp(String name, Peer peer) throws IOException {
        super(name);
        server = new PeerServer(port(), peer);
        server.trouble(this::fails);
    }

    String url() {
        return server.url();
    }

    @Override
    void listen() {
        server.start();
    }

    @Override
    void refuse() {
        server.stop();
    }

    private boolean fails(HttpExchange exchange, PeerRequest request) throws IOException {
        Spell now = spell();
        calls().note();
        if (now.trouble() == Trouble.NONE) {
            return false;
        }
        if (now.trouble() == Trouble.ERRORS) {
            return PeerServer.json(exchange, 500, "{}");
        }
        try {
            now.over().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        super.close();
        server.close();
    }
}
