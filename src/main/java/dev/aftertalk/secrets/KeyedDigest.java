package dev.aftertalk.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests of texts (HMAC-SHA-256) that can be compared with each other, but not guessed by who doesn't have the key. */
public final class KeyedDigest {

    private static final String ALGORITHM = "HmacSHA256";

    /** One a thread: to find and key one costs more than to use it. */
    private final ThreadLocal<Mac> macs;

    /** @param key 256 bits */
    public KeyedDigest(byte[] key) {
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> keyed(secret));
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
        }
    }

    /** 43 characters; the same for the same text. */
    public String of(String text) {
        byte[] digest = macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
