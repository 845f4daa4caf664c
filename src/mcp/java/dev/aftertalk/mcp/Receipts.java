package dev.aftertalk.mcp;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.secrets.SharedKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Proof that a text was rehearsed with the files that run: no server need remember that, and any can tell. It is void as soon as other files run.
 */
final class Receipts {

    private final SharedKeys keys;
    private final RunningRoutes running;

    Receipts(SharedKeys keys, RunningRoutes running) {
        this.keys = keys;
        this.running = running;
    }

    /**
     * A receipt.
     *
     * @param candidate a hash over all files that ran in the rehearsal
     */
    String of(String candidate) {
        return keys.digest("mcp-rehearsal").of(candidate);
    }

    /** Whether a receipt is for this text, beside the files that run now. */
    boolean isFor(RouteFile file, String receipt) {
        String right = of(running.files().with(file).version());
        return receipt != null
                && MessageDigest.isEqual(
                        right.getBytes(StandardCharsets.UTF_8), receipt.getBytes(StandardCharsets.UTF_8));
    }
}
