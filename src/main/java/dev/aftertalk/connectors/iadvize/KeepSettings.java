package dev.aftertalk.connectors.iadvize;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For which workflows what iAdvize answers is kept: {@code iadvize.keep.*}.
 *
 * @param workflows their names; none by default
 * @param secret seals what is kept: a long text that nobody could guess, the same on all nodes
 */
@ConfigurationProperties("iadvize.keep")
record KeepSettings(@DefaultValue Set<String> workflows, @DefaultValue("") String secret) {

    /** @throws IllegalArgumentException when answers are to be kept and there is nothing to seal them with */
    KeepSettings {
        if (!workflows.isEmpty() && secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "iadvize.keep.workflows needs iadvize.keep.secret, which seals what is kept: make one with openssl rand -base64 32");
        }
    }

    /** 256 bits. */
    byte[] key() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeepSettings[workflows=" + workflows + "]";
    }
}
