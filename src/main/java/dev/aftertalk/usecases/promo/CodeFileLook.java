package dev.aftertalk.usecases.promo;

import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file of codes as it was when it was looked at. Where it really is belongs to it: behind a link that was moved (a ConfigMap or Secret of
 * Kubernetes, a link to the current release) there may be another file of the same size and time.
 *
 * @param key the file itself, as its file system knows it
 */
record CodeFileLook(Path real, Object key, long size, long modified, boolean loaded) {

    private static final Pattern HIDDEN = Pattern.compile("^(\\.|~\\$).*");
    private static final Pattern OTHERS = Pattern.compile(".*\\.(xlsx?|xlsm|ods|numbers|tsv|txt)$");

    static CodeFileLook at(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new CodeFileLook(
                file.toRealPath(),
                Objects.requireNonNullElse(attributes.fileKey(), ""),
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                false);
    }

    /** Whether it is a CSV file by its name, in capitals too. A link that leads nowhere is one: whoever reads it finds out. */
    static boolean holdsCodes(Path file) {
        String name = name(file);
        return name.endsWith(".csv") && !HIDDEN.matcher(name).matches() && !Files.isDirectory(file);
    }

    /** Whether somebody may believe that codes are read from it. */
    static boolean maySeemTo(Path file) {
        String name = name(file);
        return OTHERS.matcher(name).matches()
                && !HIDDEN.matcher(name).matches()
                && !name.startsWith("readme")
                && Files.isRegularFile(file);
    }

    /** Whether its last line has an end. */
    static boolean isWhole(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] last = new byte[(int) Math.min(2, in.length())];
            in.seek(in.length() - last.length);
            in.readFully(last);
            int end = last.length - 1;
            end -= end > 0 && last[end] == 0 ? 1 : 0; // UTF-16
            return end < 0 || last[end] == '\n' || last[end] == '\r';
        }
    }

    boolean isOlderThan(long millis) {
        return MachineClock.now() - modified >= millis;
    }

    boolean same(CodeFileLook other) {
        return other != null && other.done().equals(done());
    }

    CodeFileLook done() {
        return new CodeFileLook(real, key, size, modified, true);
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
