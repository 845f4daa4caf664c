package dev.aftertalk.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as it travels between systems: in UTF-8, and nothing else (RFC 8259, 8.1). A parser would guess UTF-16 and UTF-32, and pass over
 * broken characters in texts that it skips.
 */
public final class JsonBytes {

    private static final int PIECE = 1024;

    private JsonBytes() {}

    /**
     * The body without a byte order mark, which the RFC lets a reader ignore; the same array when there is none.
     *
     * @return null when it is not UTF-8, or holds a zero byte, which JSON never does and another encoding always
     */
    public static byte[] of(byte[] body) {
        boolean ascii = true;
        for (byte each : body) {
            if (each == 0) {
                return null;
            }
            ascii &= each > 0;
        }
        if (ascii) {
            return body;
        }
        if (!isUtf8(body)) {
            return null;
        }
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static boolean isUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(Math.min(PIECE, body.length + 1));
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return !result.isError();
    }
}
