package dev.aftertalk.usecases.promo;

import dev.aftertalk.text.SavedText;
import dev.aftertalk.usecases.promo.CodeFile.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a file of codes is written.
 *
 * @param charset what it is read in
 * @param mark how many bytes the byte order mark takes
 * @param guessed whether it says nothing and is not UTF-8, so that only plain letters are sure
 */
record CodeEncoding(Charset charset, int mark, boolean guessed) {

    /**
     * Reads the whole file, without keeping it.
     *
     * @throws UnusableFileException for what is no text
     */
    static CodeEncoding of(Path file) throws IOException {
        SavedText saved;
        try (InputStream in = Files.newInputStream(file)) {
            saved = SavedText.of(in.readNBytes(4), StandardCharsets.UTF_8);
        }
        CodeEncoding encoding = new CodeEncoding(saved.encoding(), saved.start(), false);
        try {
            encoding.check(file);
            return encoding;
        } catch (CharacterCodingException e) {
            if (saved.marked()) {
                throw new UnusableFileException(1, "is not written in " + saved.encoding() + " as it says it is");
            }
        }
        CodeEncoding other = new CodeEncoding(SavedText.ANSI, 0, true);
        other.check(file);
        return other;
    }

    Reader reader(InputStream in) throws IOException {
        in.skipNBytes(mark);
        return guessed ? new InputStreamReader(in, charset) : new InputStreamReader(in, charset.newDecoder());
    }

    /** Text has hardly a zero in it; UTF-16 that is taken for something else is half of zeros. */
    private void check(Path file) throws IOException {
        long all = 0;
        long zeros = 0;
        try (Reader in = reader(Files.newInputStream(file))) {
            char[] part = new char[1 << 16];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                all += read;
                for (int at = 0; at < read; at++) {
                    zeros += part[at] == '\0' ? 1 : 0;
                }
            }
        }
        if (zeros > all / 4) {
            throw new UnusableFileException(
                    1, "is no text, or one in UTF-16 without a byte order mark; save it as \"CSV UTF-8\"");
        }
    }
}
