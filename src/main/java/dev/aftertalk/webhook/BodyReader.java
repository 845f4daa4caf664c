package dev.aftertalk.webhook;

import dev.aftertalk.webhook.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Takes in the body of a call, never more of it than one byte past the limit, whatever the sender claims about its size. */
final class BodyReader {

    private static final int FIRST_BUFFER = 8192;

    private final int limit;
    private final Duration patience;

    /** @param patience how long a sender may take over one body, however steadily it trickles in */
    BodyReader(int limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    byte[] read(HttpServletRequest request) throws Refusal {
        long declared = request.getContentLengthLong();
        if (declared > limit) {
            throw tooLarge();
        }
        try {
            byte[] body = take(request.getInputStream(), declared < 0 ? FIRST_BUFFER : (int) declared, declared);
            if (body.length < declared) {
                throw cutShort();
            }
            return body;
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        } catch (IOException e) {
            throw e.getCause() instanceof SocketTimeoutException ? tooSlow() : cutShort();
        }
    }

    /** Inflates a gzip body and stops one byte past the limit, so that a small body can't grow without bound. */
    byte[] inflate(byte[] compressed) throws Refusal {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new Refusal(
                    Reason.NOT_GZIP, 400, "The body is not valid gzip: send it complete, or without Content-Encoding.");
        }
    }

    private byte[] take(InputStream in, int size, long declared) throws IOException, Refusal {
        long start = System.nanoTime();
        byte[] buffer = new byte[Math.min(size, limit + 1)];
        int length = 0;
        while (length != declared) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(Math.max(FIRST_BUFFER, length * 2), limit + 1));
            }
            int count = in.read(buffer, length, buffer.length - length);
            if (count < 0) {
                break;
            }
            length += count;
            if (length > limit) {
                throw tooLarge();
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw tooSlow();
            }
        }
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }

    private Refusal tooLarge() {
        return new Refusal(Reason.TOO_LARGE, 413, "The body may have at most " + limit + " bytes.");
    }

    private static Refusal tooSlow() {
        return new Refusal(
                Reason.TOO_SLOW, 408, "The body did not arrive in time: send the event again.", "Connection", "close");
    }

    private static Refusal cutShort() {
        return new Refusal(
                Reason.CUT_SHORT, 400, "The body did not arrive whole: send the event again.", "Connection", "close");
    }
}
