package dev.aftertalk.intake;

import dev.aftertalk.intake.BodyBounds.Bound;
import dev.aftertalk.intake.TakenBody.End;
import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A body on its way in. Its memory grows with the bytes that have come, whatever was announced; no read ever waits for more. */
final class ArrivingBody implements ApplicationBufferHandler, ReadListener {

    private static final String ATTRIBUTE = ArrivingBody.class.getName();
    private static final int FIRST = 2048;

    private final Request request;
    private final Bound bound;
    private final long declared;
    private ByteBuffer chunk;
    private byte[] bytes = new byte[0];
    private int length;
    private int room;
    private boolean placed;
    private End end;

    ArrivingBody(Request request, Bound bound) {
        this.request = request;
        this.bound = bound;
        this.declared = request.getContentLengthLong();
    }

    /** The one that a request waits for; null for none. */
    static ArrivingBody of(Request request) {
        return (ArrivingBody) request.getAttribute(ATTRIBUTE);
    }

    /** Takes in what is there already. How a chunked body goes on can't be known without waiting for it, so that one is left for later. */
    void begin() {
        if (declared > bound.limit()) {
            end = End.TOO_LARGE;
        } else if (declared >= 0) {
            read(this::isThere);
        }
    }

    private boolean isThere() {
        request.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return request.getAvailable() > 0;
    }

    /** Has the rest come in while no thread waits. @return false when there is no room for it, or no use */
    boolean arrive() {
        if (!bound.wanted().getAsBoolean()) {
            end = End.NOT_WANTED;
            return false;
        }
        if (!bound.places().enter(bytes.length)) {
            end = End.NO_ROOM;
            return false;
        }
        placed = true;
        room = bytes.length;
        request.setAttribute(ATTRIBUTE, this);
        // Who asked whether to go on is told so here: the bytes it holds back would be waited for.
        request.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
        request.setReadListener(this);
        return true;
    }

    @Override
    public void onDataAvailable() {
        read(request::isReady);
    }

    private void read(BooleanSupplier there) {
        try {
            while (end == null && there.getAsBoolean()) {
                int count = request.doRead(this);
                if (count < 0) {
                    end = End.WHOLE;
                } else if (count > 0) {
                    take(count);
                }
            }
        } catch (IOException e) {
            end = End.CUT_SHORT;
        }
    }

    private void take(int count) {
        if (length + count > bound.limit()) {
            end = End.TOO_LARGE;
            return;
        }
        if (length + count > bytes.length && !grow(length + count)) {
            end = End.NO_ROOM;
            return;
        }
        chunk.get(bytes, length, count);
        length += count;
        if (length == declared) {
            end = End.WHOLE;
        }
    }

    private boolean grow(int least) {
        int most = declared < 0 ? bound.limit() : (int) declared;
        int size = Math.min(most, Math.max(least, Math.max(FIRST, bytes.length * 2)));
        if (placed && !bound.places().grow(size - room)) {
            return false;
        }
        room = placed ? size : 0;
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    /** Nothing more is read. */
    void giveUp(End reason) {
        if (end == null) {
            end = reason;
        }
    }

    boolean isOver() {
        return end != null;
    }

    /** Gives back what it held and hands the body to what is behind. */
    TakenBody taken() {
        release();
        byte[] whole = end != End.WHOLE ? new byte[0] : length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        return new TakenBody(request.getInputBuffer(), whole, end, bound.limit());
    }

    /** Gives back what it held, once. */
    void release() {
        if (placed) {
            placed = false;
            bound.places().leave(room);
            request.setAttribute(ATTRIBUTE, null);
        }
    }

    @Override
    public void onAllDataRead() {
        // The read that met the end has noticed.
    }

    @Override
    public void onError(Throwable reason) {
        giveUp(End.CUT_SHORT);
    }

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
        chunk = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return chunk;
    }

    @Override
    public void expand(int size) {
        // What is read comes in the connection's own buffer.
    }
}
