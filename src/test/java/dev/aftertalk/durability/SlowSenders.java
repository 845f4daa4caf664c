package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Senders that have all the time in the world: each sends the head of a request, then a byte of the body every few seconds, and begins anew once answered. */
final class SlowSenders implements AutoCloseable {

    private static final int TICK_MILLIS = 50;
    private static final List<String> PATHS = List.of("/login", "/survey/x", "/unsubscribe/x", "/webhooks/iadvize");

    private final InetSocketAddress server;
    private final long pause;
    private final List<Sender> senders = new ArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private static final class Sender {
        final byte[] head;
        final byte[] piece;
        long next;
        SocketChannel connection;

        Sender(int number, long next) {
            String path = PATHS.get(number % PATHS.size());
            boolean chunked = number / PATHS.size() % 2 == 0;
            String type = path.startsWith("/webhooks") ? "application/json" : "application/x-www-form-urlencoded";
            this.head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n"
                            + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: 10000") + "\r\n\r\n")
                    .getBytes(ISO_8859_1);
            this.piece = (chunked ? "1\r\na\r\n" : "a").getBytes(ISO_8859_1);
            this.next = next;
        }
    }

    /** @param count of them, a quarter each to the webhook, the login, a survey and an unsubscribe address, half of each chunked */
    SlowSenders(int port, int count, Duration pause) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.pause = pause.toNanos();
        long now = System.nanoTime();
        for (int number = 0; number < count; number++) {
            senders.add(new Sender(number, now + this.pause * number / count));
        }
        clock.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Sender sender : senders) {
            try {
                step(sender, now);
            } catch (IOException e) {
                over(sender, e.getClass().getSimpleName());
            }
        }
    }

    private void step(Sender sender, long now) throws IOException {
        if (sender.connection == null) {
            sender.connection = SocketChannel.open(server);
            sender.connection.configureBlocking(false);
            sender.connection.write(ByteBuffer.wrap(sender.head));
        }
        ByteBuffer answer = ByteBuffer.allocate(1024);
        int count = sender.connection.read(answer);
        if (count != 0) {
            String line = new String(answer.array(), 0, Math.max(0, count), ISO_8859_1);
            over(sender, line.length() < 12 ? "closed" : line.substring(9, 12));
        } else if (now - sender.next >= 0) {
            sender.connection.write(ByteBuffer.wrap(sender.piece));
            sender.next = now + pause;
        }
    }

    private void over(Sender sender, String how) {
        answers.merge(how, 1, Integer::sum);
        try (SocketChannel given = sender.connection) {
            sender.connection = null;
        } catch (IOException e) {
            // It is gone all the same.
        }
    }

    /** How the requests ended so far: statuses, and how often each. */
    Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** All of them go away. */
    @Override
    public void close() throws Exception {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        for (Sender sender : senders) {
            if (sender.connection != null) {
                sender.connection.close();
            }
        }
    }
}
