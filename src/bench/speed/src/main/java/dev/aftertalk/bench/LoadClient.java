package dev.aftertalk.bench;

import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Posts events in one thread, over connections that are kept: as fast as they are answered (closed loop), or at a steady rate whatever the
 * answers do (open loop). Several servers are given the same number of connections, whose turn it is by turns.
 *
 * <p>Of one's own, since what there is does only half: wrk, hey, ab and h2load know no due times, or send the same body each time, while each
 * event must be new and signed; JMeter, Gatling and Hyperfoil can do both, with many threads on the two cores that the server shares with them.
 */
final class LoadClient {

    private static final int MOST_CONNECTIONS = 1000;
    private static final long SILENCE = Duration.ofSeconds(30).toNanos();
    private static final long MILLISECOND = 1_000_000;

    private final List<Integer> ports;
    private final List<Event> events;
    private final Load load;
    private final Deque<LoadConnection> free = new ArrayDeque<>();
    private final int[] connections;
    private final Selector selector;

    private int mostConnections;
    private double nanosBetween;
    private boolean untilFault;
    private long begin;
    private long lastAnswer;
    private long end = Long.MAX_VALUE;
    private int next;
    private int underWay;

    private LoadClient(List<Integer> ports, List<Event> events) throws IOException {
        this.ports = ports;
        connections = new int[ports.size()];
        this.events = events;
        load = new Load(events);
        selector = Selector.open();
    }

    /**
     * @param connections each has the next event posted as soon as the one before is answered
     * @param longest after so long no more are posted
     */
    static Load closedLoop(List<Integer> ports, List<Event> events, int connections, Duration longest) {
        return run(ports, events, client -> {
            client.mostConnections = connections;
            client.end = client.begin + longest.toNanos();
        });
    }

    /**
     * Each event is due at its time, and what it waits for counts from then: a server that hesitates can't keep those behind from being
     * counted (no coordinated omission). Where all connections wait for an answer, another is opened.
     *
     * @param untilFault stops once an event was not taken
     */
    static Load openLoop(List<Integer> ports, List<Event> events, double perSecond, boolean untilFault) {
        return run(ports, events, client -> {
            client.mostConnections = MOST_CONNECTIONS;
            client.nanosBetween = 1e9 / perSecond;
            client.untilFault = untilFault;
        });
    }

    private interface Manner {
        void of(LoadClient client);
    }

    private static Load run(List<Integer> ports, List<Event> events, Manner manner) {
        try {
            LoadClient client = new LoadClient(ports, events);
            try (client.selector) {
                client.begin = System.nanoTime();
                client.lastAnswer = client.begin;
                manner.of(client);
                client.run();
                client.selector.keys().forEach(key -> ((LoadConnection) key.attachment()).close());
            }
            return client.load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() throws IOException {
        while (true) {
            postWhatIsDue();
            boolean allPosted = next == events.size() || System.nanoTime() >= end;
            if (allPosted && underWay == 0 || System.nanoTime() - lastAnswer > SILENCE) {
                return;
            }
            await();
            for (SelectionKey key : selector.selectedKeys()) {
                take((LoadConnection) key.attachment());
            }
            selector.selectedKeys().clear();
        }
    }

    private void postWhatIsDue() {
        while (next < events.size() && nanosUntilDue() <= 0 && System.nanoTime() < end) {
            LoadConnection connection = free.isEmpty() || connections[fewest()] == 0 ? open() : free.poll();
            if (connection == null) {
                return;
            }
            int event = next++;
            underWay++;
            load.begun(event, nanosBetween == 0 ? System.nanoTime() : begin + (long) (event * nanosBetween));
            if (!connection.post(event, events.get(event).request())) {
                gone(connection);
            }
        }
    }

    /** @return one more, to the server that has the fewest; null when there are as many as there may be */
    private LoadConnection open() {
        if (areAllOpen()) {
            return null;
        }
        int server = fewest();
        connections[server]++;
        return new LoadConnection(selector, server, Loopback.at(ports.get(server)));
    }

    private boolean areAllOpen() {
        return IntStream.of(connections).sum() >= mostConnections;
    }

    private int fewest() {
        int fewest = 0;
        for (int server = 1; server < connections.length; server++) {
            if (connections[server] < connections[fewest]) {
                fewest = server;
            }
        }
        return fewest;
    }

    private long nanosUntilDue() {
        return nanosBetween == 0 ? 0 : begin + (long) (next * nanosBetween) - System.nanoTime();
    }

    /** Waits for answers, at most until the next event is due, which the selector itself meets to the millisecond only. */
    private void await() throws IOException {
        long wait = nanosBetween == 0 || next == events.size() ? 50 * MILLISECOND : nanosUntilDue();
        if (wait <= 0) {
            selector.select(areAllOpen() ? 50 : 1);
        } else if (wait > 2 * MILLISECOND) {
            selector.select(Math.min(wait / MILLISECOND - 1, 50));
        } else if (selector.selectNow() == 0) {
            LockSupport.parkNanos(Math.min(wait, 50_000));
        }
    }

    private void take(LoadConnection connection) {
        int status = connection.read();
        if (status == LoadConnection.NOTHING_YET) {
            return;
        }
        if (status == LoadConnection.GONE) {
            gone(connection);
            return;
        }
        answered(connection.done(), status);
        if (connection.isOpen()) {
            free.add(connection);
        } else {
            connections[connection.server()]--;
        }
    }

    private void gone(LoadConnection connection) {
        connections[connection.server()]--;
        free.remove(connection);
        int event = connection.done();
        connection.close();
        if (event >= 0) {
            answered(event, Load.NO_ANSWER);
        }
    }

    private void answered(int event, int status) {
        lastAnswer = System.nanoTime();
        underWay--;
        load.answered(event, status, lastAnswer);
        if (untilFault && !load.acknowledged(event)) {
            end = lastAnswer;
        }
    }
}
