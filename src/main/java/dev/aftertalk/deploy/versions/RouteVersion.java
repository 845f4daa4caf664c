package dev.aftertalk.deploy.versions;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A version of a file that was deployed, without its text.
 *
 * @param number counts all versions of all files
 * @param path of the file, as the settings of its server name it
 * @param version SHA-256 of its text, in hex; empty when the file was deleted
 * @param at when it was deployed
 * @param by who owned the file then, or who had it put back by the API; empty when that is not known
 * @param node the server that deployed it first
 */
public record RouteVersion(long number, Path path, String version, Instant at, String by, String node) {

    private static final int SHORT = 12;

    /** Whether the file was deleted then. */
    public boolean isDeletion() {
        return version.isEmpty();
    }

    /** The beginning of the hash, which is enough to name it. */
    public String shortVersion() {
        return isDeletion() ? "(deleted)" : version.substring(0, SHORT);
    }
}
