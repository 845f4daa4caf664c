package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** What was taken in of a request's body, which everything behind reads in place of the connection; or why it was not. */
final class TakenBody implements InputBuffer {

    /** How taking it in has ended. */
    enum End {
        WHOLE,
        /** Larger than its address allows. */
        TOO_LARGE,
        /** Not there when the time was over. */
        TOO_SLOW,
        /** The connection ended first, or its chunks make no sense. */
        CUT_SHORT,
        /** Too many bodies were on their way in. */
        NO_ROOM,
        /** Whoever is at this address can't use it now. */
        NOT_WANTED
    }

    private static final String ATTRIBUTE = TakenBody.class.getName();

    private final InputBuffer connection;
    private final byte[] bytes;
    private final End end;
    private final int limit;
    private boolean read;

    /**
     * @param connection what the body came from
     * @param bytes all of it, when it is whole
     * @param limit the most bytes it may have
     */
    TakenBody(InputBuffer connection, byte[] bytes, End end, int limit) {
        this.connection = connection;
        this.bytes = bytes;
        this.end = end;
        this.limit = limit;
    }

    /** Of a request; null when it has none. */
    static TakenBody of(HttpServletRequest request) {
        return (TakenBody) request.getAttribute(ATTRIBUTE);
    }

    /** Has everything behind find this one. */
    void giveTo(org.apache.coyote.Request request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setInputBuffer(this);
    }

    InputBuffer connection() {
        return connection;
    }

    byte[] bytes() {
        return bytes;
    }

    End end() {
        return end;
    }

    /** Why the request can't be answered as it is; null when the body is whole. The connection ends with it: the rest of the body is not read. */
    Refusal refusal() {
        return switch (end) {
            case WHOLE -> null;
            case TOO_LARGE -> closing(Reason.TOO_LARGE, 413, "The body may have at most " + limit + " bytes.");
            case TOO_SLOW -> closing(Reason.TOO_SLOW, 408, "The body did not arrive in time: send it again.");
            case CUT_SHORT -> closing(Reason.CUT_SHORT, 400, "The body did not arrive whole: send it again.");
            case NO_ROOM -> retryLater(Reason.NO_ROOM, "Too much is arriving at once: send it again in a few seconds.");
            case NOT_WANTED ->
                retryLater(Reason.NOT_READY, "Not ready to take events: send it again in a few seconds.");
        };
    }

    private static Refusal closing(Reason reason, int status, String detail) {
        return new Refusal(reason, status, detail, "Connection", "close");
    }

    private static Refusal retryLater(Reason reason, String detail) {
        return new Refusal(reason, 503, detail, "Retry-After", WebhookFilter.RETRY_AFTER);
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) {
        if (read || bytes.length == 0) {
            return -1;
        }
        read = true;
        handler.setByteBuffer(ByteBuffer.wrap(bytes));
        return bytes.length;
    }

    @Override
    public int available() {
        return read ? 0 : bytes.length;
    }
}
