package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks a gzip body. */
final class Inflation {

    private final int limit;

    /** @param limit the most bytes it may have unpacked */
    Inflation(int limit) {
        this.limit = limit;
    }

    /** Stops one byte past the limit, so that a small body can't grow without bound. */
    byte[] inflate(byte[] compressed) throws Refusal {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw new Refusal(Reason.TOO_LARGE, 413, "The body may have at most " + limit + " bytes.");
            }
            return body;
        } catch (IOException e) {
            throw new Refusal(
                    Reason.NOT_GZIP, 400, "The body is not valid gzip: send it complete, or without Content-Encoding.");
        }
    }
}
