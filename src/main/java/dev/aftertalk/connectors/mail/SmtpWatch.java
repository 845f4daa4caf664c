package dev.aftertalk.connectors.mail;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose server goes on with a reply, or with agreeing upon TLS, and never comes to its end: the time-out of a socket begins anew with each byte, so that
 * such a server would keep the run, and a connection of the pool, for ever.
 */
final class SmtpWatch {

    private static final long MILLIS = 1_000;

    private final Set<SmtpConnection> connections = ConcurrentHashMap.newKeySet();

    SmtpWatch(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                () -> connections.forEach(SmtpConnection::endIfLate), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(SmtpConnection connection) {
        connections.add(connection);
    }

    void remove(SmtpConnection connection) {
        connections.remove(connection);
    }
}
