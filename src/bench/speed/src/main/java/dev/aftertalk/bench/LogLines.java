package dev.aftertalk.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Counts what a server's log warns of, and keeps the errors, as the log grows. */
final class LogLines {

    private static final Pattern ERROR = Pattern.compile("^\\S+ +ERROR ");
    private static final Pattern WARNING = Pattern.compile("^\\S+ +WARN ");
    private static final int MOST_KEPT = 20;
    private static final int PIECE = 1 << 20;

    private final Path log;
    private final List<String> firstErrors = new ArrayList<>();
    private String begun = "";
    private long read;
    private long errors;
    private long warnings;

    LogLines(Path log) {
        this.log = log;
    }

    /** Leaves out what there is already. */
    void skip() throws IOException {
        read = Files.size(log);
    }

    /** Reads what was added. */
    void read() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(read);
            byte[] piece = new byte[PIECE];
            for (int count = file.read(piece); count > 0; count = file.read(piece)) {
                read += count;
                take(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** The last line may not be whole yet, nor its last letter: so each byte is a letter until the line is. */
    private void take(String text) {
        String[] lines = (begun + text).split("\n", -1);
        begun = lines[lines.length - 1];
        for (int i = 0; i < lines.length - 1; i++) {
            if (ERROR.matcher(lines[i]).find()) {
                errors++;
                if (firstErrors.size() < MOST_KEPT) {
                    firstErrors.add(new String(lines[i].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            } else if (WARNING.matcher(lines[i]).find()) {
                warnings++;
            }
        }
    }

    long errors() {
        return errors;
    }

    long warnings() {
        return warnings;
    }

    /** @return the first 20 */
    List<String> firstErrors() {
        return List.copyOf(firstErrors);
    }
}
