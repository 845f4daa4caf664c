package dev.aftertalk.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a body was signed with one of the configured secrets ({@code sha256=<HMAC-SHA256 of the raw bytes, hex>}).
 *
 * <p>Each secret has one keyed {@link Mac} that is only ever cloned: that is thread-safe and spares looking up the algorithm and
 * preparing the key for every call.
 */
final class SignatureVerifier {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256";
    private static final int HEX_DIGITS = 64;

    private final List<Mac> prototypes;

    SignatureVerifier(List<String> secrets) {
        prototypes = secrets.stream().map(SignatureVerifier::keyed).toList();
    }

    /**
     * @param header the value of the signature header, or null
     * @param body the bytes as they were received
     */
    boolean matches(String header, byte[] body) {
        byte[] given = digest(header);
        if (given == null) {
            return false;
        }
        boolean matches = false;
        for (Mac prototype : prototypes) {
            // No early exit: the time taken must not tell which secret it was.
            matches |= MessageDigest.isEqual(copy(prototype).doFinal(body), given);
        }
        return matches;
    }

    private static byte[] digest(String header) {
        int split = header == null ? -1 : header.indexOf('=');
        if (split < 0 || !header.substring(0, split).equals(PREFIX)) {
            return null;
        }
        String hex = header.substring(split + 1);
        if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return HexFormat.of().parseHex(hex);
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM + ": use a complete one", e);
        }
    }

    private static Mac copy(Mac prototype) {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This Java runtime's " + ALGORITHM + " can't be copied", e);
        }
    }
}
