package dev.aftertalk.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** A connection to one of the {@link StandIns}: reads what is there, has the protocol take it, and sends what that answers in one go. */
final class StandInConnection implements Protocol.Answers {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Protocol protocol;
    private final BiConsumer<StandInConnection, byte[]> delay;
    private byte[] in = new byte[8192];
    private int length;
    private ByteBuffer out = ByteBuffer.allocate(1024);
    private boolean closing;

    StandInConnection(
            SocketChannel channel, Selector selector, Protocol protocol, BiConsumer<StandInConnection, byte[]> delay)
            throws IOException {
        this.channel = channel;
        this.protocol = protocol;
        this.delay = delay;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        protocol.begin(this);
        flush();
    }

    void ready() {
        try {
            if (key.isReadable() && !read()) {
                channel.close();
                return;
            }
        } catch (IOException | RuntimeException e) {
            // A client that was killed, or says what is no message: it gets no answer.
            end();
            return;
        }
        flush();
    }

    private boolean read() throws IOException {
        if (length == in.length) {
            in = Arrays.copyOf(in, 2 * length);
        }
        int read = channel.read(ByteBuffer.wrap(in, length, in.length - length));
        length += Math.max(read, 0);
        int at = 0;
        int taken;
        do {
            taken = protocol.take(in, at, length, this);
            at += taken;
        } while (taken > 0 && at < length);
        length -= at;
        System.arraycopy(in, at, in, 0, length);
        return read >= 0;
    }

    @Override
    public void send(byte[] answer) {
        if (out.remaining() < answer.length) {
            out.flip();
            out = ByteBuffer.allocate(2 * (out.limit() + answer.length)).put(out);
        }
        out.put(answer);
    }

    @Override
    public void sendLater(byte[] answer) {
        delay.accept(this, answer);
    }

    @Override
    public void close() {
        closing = true;
    }

    void flush() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            out.flip();
            channel.write(out);
            boolean rest = out.hasRemaining();
            out.compact();
            if (closing && !rest) {
                channel.close();
            } else {
                key.interestOps(rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            end();
        }
    }

    private void end() {
        try {
            channel.close();
        } catch (IOException e) {
            // gone either way
        }
    }
}
