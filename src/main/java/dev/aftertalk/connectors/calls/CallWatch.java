package dev.aftertalk.connectors.calls;

import dev.aftertalk.scheduling.Schedulers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls whose server never comes to an end with its TLS handshake, its head, its chunks or its compressed body, or does not take the
 * request: the time-out of a socket begins anew with each byte that is read, and there is none for what is written, so that such a server
 * would keep the run, its thread and a connection of the pool for ever.
 */
final class CallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CallWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<Call> CALLS = ConcurrentHashMap.newKeySet();

    static {
        Schedulers.of("http-watch", 1).scheduleWithFixedDelay(CallWatch::look, PAUSE);
    }

    private CallWatch() {}

    /** A call that begins now, and may take so long unless it is told otherwise. To be closed at its end. */
    static Call begin(ExecRuntime connection, Duration time) {
        Call call = new Call(connection);
        call.allow(time);
        CALLS.add(call);
        return call;
    }

    private static void look() {
        try {
            long now = System.nanoTime();
            CALLS.forEach(call -> call.endIfLate(now));
        } catch (RuntimeException e) { // the others are looked at all the same, the next time
            LOG.warn("A call that takes too long could not be ended", e);
        }
    }

    /** One call. */
    static final class Call implements AutoCloseable {

        private final ExecRuntime connection;
        private volatile long until;
        private boolean late;
        private boolean over;

        private Call(ExecRuntime connection) {
            this.connection = connection;
        }

        /** From now on it may take so long. */
        void allow(Duration time) {
            until = System.nanoTime() + time.toNanos();
        }

        /** Whether it was ended from here. */
        synchronized boolean isLate() {
            return late;
        }

        private synchronized void endIfLate(long now) {
            if (!over && now - until > 0) {
                late = true;
                connection.discardEndpoint(); // does nothing for one that is given back already, or is not there yet
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            CALLS.remove(this);
        }
    }
}
