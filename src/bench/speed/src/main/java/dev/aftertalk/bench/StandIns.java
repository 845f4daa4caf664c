package dev.aftertalk.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The systems behind what is measured, iAdvize's look-up of visitors and a mail server, in one process and one thread: they share the machine
 * with it and should cost as little as may be.
 *
 * <pre>java -cp target/speed.jar dev.aftertalk.bench.StandIns --http=PORT --smtp=PORT [--latency=MILLISECONDS]</pre>
 *
 * <p>Latency is that of the look-up; {@code GET /latency/200} changes it. {@code GET /mail/down} and {@code /mail/up} have the mail server
 * turn everybody away, or no longer. {@code GET /stats}, {@code /delivered}, {@code /take} and {@code /reset} are about the mails that arrived.
 */
public final class StandIns {

    private final Selector selector;
    private final Deliveries deliveries = new Deliveries();
    private final Deque<Delayed> delayed = new ArrayDeque<>();
    private long latency;
    private boolean mailIsDown;

    private StandIns(long latency) throws IOException {
        this.selector = Selector.open();
        this.latency = Duration.ofMillis(latency).toNanos();
    }

    public static void main(String... arguments) throws IOException {
        Arguments given = Arguments.of(arguments);
        StandIns standIns = new StandIns(Long.parseLong(given.one("latency", "0")));
        InetSocketAddress http = Loopback.of(given.needed("http"));
        InetSocketAddress smtp = Loopback.of(given.needed("smtp"));
        given.allTaken();
        standIns.listen(http, () -> new VisitorLookUp(standIns.deliveries, standIns::setLatency, standIns::setMail));
        standIns.listen(smtp, () -> new MailSink(standIns.deliveries, () -> standIns.mailIsDown));
        standIns.run();
    }

    private void setLatency(long milliseconds) {
        latency = Duration.ofMillis(milliseconds).toNanos();
    }

    private void setMail(boolean isDown) {
        mailIsDown = isDown;
    }

    private void listen(InetSocketAddress address, Supplier<Protocol> protocol) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(address, 1000);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, protocol);
    }

    private void run() throws IOException {
        while (true) {
            selector.select(untilDue());
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.attachment() instanceof StandInConnection connection) {
                    connection.ready();
                } else {
                    accept(key);
                }
            }
            selector.selectedKeys().clear();
            while (!delayed.isEmpty() && delayed.peek().due() <= System.nanoTime()) {
                Delayed first = delayed.poll();
                first.connection().send(first.answer());
                first.connection().flush();
            }
        }
    }

    /** @return milliseconds; 0 for as long as it takes */
    private long untilDue() {
        return delayed.isEmpty() ? 0 : Math.max(1, (delayed.peek().due() - System.nanoTime()) / 1_000_000);
    }

    @SuppressWarnings("unchecked")
    private void accept(SelectionKey key) throws IOException {
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        if (channel != null) {
            Supplier<Protocol> protocol = (Supplier<Protocol>) key.attachment();
            new StandInConnection(channel, selector, protocol.get(), this::delay);
        }
    }

    /** One latency for all, so those that come first are due first; after a change a few answers are late, and none is early. */
    private void delay(StandInConnection connection, byte[] answer) {
        if (latency == 0 && delayed.isEmpty()) {
            connection.send(answer);
        } else {
            delayed.add(new Delayed(System.nanoTime() + latency, connection, answer));
        }
    }

    private record Delayed(long due, StandInConnection connection, byte[] answer) {}
}
