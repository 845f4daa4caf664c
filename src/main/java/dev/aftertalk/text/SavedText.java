package dev.aftertalk.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells how a file's text is written: by its byte order mark, which Windows and spreadsheets put in front (UTF-8, UTF-16), otherwise as UTF-8.
 * Nothing is replaced by question marks: what can't be read is refused, in words for whoever saved the file.
 */
public final class SavedText {

    /** What Windows calls ANSI in the west; every byte is some character of it. */
    public static final Charset ANSI = Charset.forName("windows-1252");

    private final Charset encoding;
    private final int start;

    private SavedText(Charset encoding, int start) {
        this.encoding = encoding;
        this.start = start;
    }

    /**
     * @param bytes the beginning of a file, four bytes or more of one that has as many
     * @param unmarked the encoding of a file without a byte order mark
     */
    public static SavedText of(byte[] bytes, Charset unmarked) {
        if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
            return new SavedText(StandardCharsets.UTF_8, 3);
        }
        if (begins(bytes, 0xFF, 0xFE)) {
            return new SavedText(StandardCharsets.UTF_16LE, 2);
        }
        if (begins(bytes, 0xFE, 0xFF)) {
            return new SavedText(StandardCharsets.UTF_16BE, 2);
        }
        return new SavedText(unmarked, 0);
    }

    /**
     * The text of a file.
     *
     * @param unmarked the encoding of a file without a byte order mark
     * @throws NotReadable for what is not in that encoding
     */
    public static String read(byte[] bytes, Charset unmarked) throws NotReadable {
        return of(bytes, unmarked).decode(bytes);
    }

    public Charset encoding() {
        return encoding;
    }

    /** Whether a byte order mark says so. */
    public boolean marked() {
        return start > 0;
    }

    /** How many bytes the byte order mark takes. */
    public int start() {
        return start;
    }

    private String decode(byte[] bytes) throws NotReadable {
        String text;
        try {
            text = encoding.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotReadable("it is not written in " + encoding + "; save it in that encoding (UTF-8 is best)");
        }
        if (text.indexOf('\0') >= 0) {
            throw new NotReadable("it is no text, or one in UTF-16 without a byte order mark; save it as UTF-8");
        }
        return text;
    }

    private static boolean begins(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a file that is there. */
    public static final class NotReadable extends IOException {
        NotReadable(String message) {
            super(message);
        }
    }
}
