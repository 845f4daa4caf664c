package dev.aftertalk.deploy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One file of {@code routes/} as it was read at one moment.
 *
 * @param path as the settings name its folder, so that people find it; two of the same path are two versions of one file
 * @param kind who reads it
 * @param bytes what was in it; not copied, so not to be changed
 * @param unreadable why it could not be read, and what to do; null when it was
 */
public record RouteFile(Path path, Kind kind, byte[] bytes, String unreadable) {

    private static final byte[] NOTHING = {};

    /** One that was read. */
    public RouteFile(Path path, Kind kind, byte[] bytes) {
        this(path, kind, bytes, null);
    }

    /** One that is there and can't be read. */
    static RouteFile unreadable(Path path, Kind kind, String why) {
        return new RouteFile(path, kind, NOTHING, why);
    }

    /** Who reads a file. */
    public enum Kind {
        /** Camel, as routes or route configurations. */
        ROUTES,
        /** Camel's kamelet component. */
        KAMELET,
        /** FreeMarker, as a mail. */
        TEMPLATE,
        /** The check alone: what a template may be given, beside it as {@code NAME.sample.json}. */
        SAMPLE,
        /** Nobody: it is a folder that can't be read. What is in it is not known. */
        FOLDER
    }

    /** Whether it was read. */
    public boolean isRead() {
        return unreadable == null;
    }

    /** SHA-256 of what was in it, in hex. */
    public String version() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(isRead() ? bytes : unreadable.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteFile file
                && path.equals(file.path)
                && kind == file.kind
                && Objects.equals(unreadable, file.unreadable)
                && Arrays.equals(bytes, file.bytes);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    /** The file alone: what is in it may be long, or not for a log. */
    @Override
    public String toString() {
        return path.toString();
    }
}
