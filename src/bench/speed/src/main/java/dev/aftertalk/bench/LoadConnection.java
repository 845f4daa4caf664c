package dev.aftertalk.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One connection of the {@link LoadClient}, with at most one request under way. */
final class LoadConnection {

    static final int NOTHING_YET = 0;
    static final int GONE = -1;

    private final Selector selector;
    private final int server;
    private final InetSocketAddress address;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private byte[] bytes = new byte[4096];
    private int length;
    private int event = -1;

    /** @param server which of several it is */
    LoadConnection(Selector selector, int server, InetSocketAddress address) {
        this.selector = selector;
        this.server = server;
        this.address = address;
    }

    int server() {
        return server;
    }

    /**
     * Connects first if it hasn't yet.
     *
     * @param event by which {@link #done} tells what was answered
     * @return false when there is no connection, or no longer
     */
    boolean post(int event, byte[] request) {
        this.event = event;
        unsent = ByteBuffer.wrap(request);
        try {
            if (channel == null) {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.connect(address);
                key = channel.register(selector, SelectionKey.OP_READ, this);
            }
            send();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void send() throws IOException {
        if (channel.isConnectionPending() && !channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_CONNECT);
            return;
        }
        channel.write(unsent);
        key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** @return the status of the answer once all of it is here, {@link #NOTHING_YET}, or {@link #GONE} */
    int read() {
        try {
            if (unsent.hasRemaining()) {
                send();
            }
            if (!key.isReadable()) {
                return NOTHING_YET;
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
            length += Math.max(read, 0);
            return read < 0 ? GONE : answer();
        } catch (IOException | IllegalArgumentException e) {
            return GONE;
        }
    }

    private int answer() {
        HttpFrame answer = HttpFrame.of(bytes, 0, length);
        while (answer != null && answer.status() < 200) {
            drop(answer.bytes());
            answer = HttpFrame.of(bytes, 0, length);
        }
        if (answer == null) {
            return NOTHING_YET;
        }
        drop(answer.bytes());
        // Nobody asked for what comes behind, or for this: the two no longer agree on whose turn it is.
        if (event < 0 || length > 0) {
            return GONE;
        }
        if (answer.closes()) {
            close();
        }
        return answer.status();
    }

    private void drop(int count) {
        length -= count;
        System.arraycopy(bytes, count, bytes, 0, length);
    }

    /** @return the event that was under way; -1 when none was */
    int done() {
        int done = event;
        event = -1;
        return done;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }
}
