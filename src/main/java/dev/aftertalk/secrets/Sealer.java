package dev.aftertalk.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Writes a text so that only who has the key can read or change it (AES-GCM), to be kept by others. */
public final class Sealer {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /** Far above what most seal; a longer text need not be worked on. */
    private static final int LONGEST = 8_192;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final int longest;

    /** @param key 256 bits */
    public Sealer(byte[] key) {
        this(key, LONGEST);
    }

    /** @param longest what is longer, once sealed, is not opened */
    public Sealer(byte[] key, int longest) {
        this.key = new SecretKeySpec(key, "AES");
        this.longest = longest;
    }

    /** In characters that any header, cookie or address takes. */
    public String seal(String text) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE + secret.length);
            System.arraycopy(secret, 0, all, NONCE, secret.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }

    /** Empty for what was not sealed with this key, or was changed. */
    public Optional<String> open(String sealed) {
        if (sealed.length() > longest) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length < NONCE + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE)).doFinal(all, NONCE, all.length - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
