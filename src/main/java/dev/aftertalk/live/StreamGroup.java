package dev.aftertalk.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The open pages that show the same, which are sent the same. */
final class StreamGroup {

    private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** Counting may take a quarter of the time at most, or webhooks would wait for it where there is much to count and few cores. */
    private static final int PAUSE_OF_COST = 3;

    /** What is shown becomes something else by time alone, and days end. */
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private static final int AT_ONCE = 8;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long NONE = -1;
    private static final byte[] STALE = "event: stale\ndata: \n\n".getBytes(StandardCharsets.UTF_8);

    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long sentVersion = NONE;
    private volatile long notBefore = System.nanoTime();
    private volatile long notAfter = System.nanoTime();

    void add(Stream stream) {
        streams.add(stream);
    }

    /** Those still open. */
    List<Stream> open() {
        streams.removeIf(Stream::ended);
        return streams;
    }

    /** Whether there is something new to send, and it is time for it. */
    boolean due(long version, long now) {
        return now - notBefore >= 0
                && (version != sentVersion
                        || now - notAfter >= 0
                        || streams.stream().anyMatch(Stream::sentNothing))
                && !busy.get();
    }

    /**
     * Sends the figures to all that are open. Does nothing while that is still being done.
     *
     * @param html writes the figures as they are now, which hold all of the version
     */
    void send(long version, Supplier<byte[]> html) {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            long begin = System.nanoTime();
            byte[] event = event(version, html.get());
            long end = System.nanoTime();
            notBefore = Math.max(begin + LEAST_PAUSE, end + PAUSE_OF_COST * (end - begin));
            notAfter = end + LONGEST_PAUSE;
            sentVersion = version;
            send(event);
        } finally {
            busy.set(false);
        }
    }

    /** With rests: hundreds of pages at once would hold up webhooks where there are few cores. */
    private void send(byte[] event) {
        int sent = 0;
        for (Stream stream : streams) {
            stream.send(event);
            if (++sent % AT_ONCE == 0) {
                LockSupport.parkNanos(REST);
            }
        }
    }

    /** Tells that the figures can't be read; the next that can are sent whether they have changed or not. */
    void stale() {
        sentVersion = NONE;
        streams.forEach(stream -> stream.send(STALE));
    }

    /** A server-sent event, each line of whose data has its name in front. */
    private static byte[] event(long version, byte[] html) {
        String lines = new String(html, StandardCharsets.UTF_8).lines().collect(Collectors.joining("\ndata: "));
        return ("event: figures\nid: " + version + "\ndata: " + lines + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
