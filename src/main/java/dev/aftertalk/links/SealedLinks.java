package dev.aftertalk.links;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Links that carry what they are for in themselves: encrypted and authenticated (AES-GCM), so that nobody can make or change one and none
 * shows an address or an id. Nothing is stored for a link that is never opened.
 */
@Component
public class SealedLinks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> CONTENT = new TypeReference<>() {};
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Far above what a link holds; a longer one need not be worked on. */
    private static final int LONGEST = 4_096;

    private final PublicUrl publicUrl;
    private final LinkKey key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Autowired
    SealedLinks(PublicUrl publicUrl, LinkKey key) {
        this(publicUrl, key, Clock.systemUTC());
    }

    SealedLinks(PublicUrl publicUrl, LinkKey key, Clock clock) {
        this.publicUrl = publicUrl;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Makes a link: the public address, the purpose as its path, and the sealed content.
     *
     * @param purpose what it is for, such as {@code survey}; a link opens for this purpose only
     * @param content what whoever opens it needs to know; texts, none null
     * @param expires from when it opens nothing any more; null for never
     * @throws IllegalStateException when {@code aftertalk.public-url} is not set
     */
    public String make(String purpose, Map<String, String> content, Instant expires) {
        if (publicUrl.publicUrl().isEmpty()) {
            throw new IllegalStateException(
                    "aftertalk.public-url is not set: without it a mail can't hold a link to this server.");
        }
        return publicUrl.publicUrl() + "/" + purpose + "/" + seal(purpose, content, expires);
    }

    /**
     * The content of a link.
     *
     * @param sealed the last part of its path
     * @throws UnusableLinkException when it was not made here for this purpose, or has expired
     */
    public Map<String, String> open(String purpose, String sealed) {
        ByteBuffer plain = ByteBuffer.wrap(unseal(purpose, sealed));
        long expires = plain.getLong();
        if (expires != 0 && clock.millis() >= expires) {
            throw new UnusableLinkException(true);
        }
        try {
            return JSON.readValue(plain.array(), plain.position(), plain.remaining(), CONTENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String seal(String purpose, Map<String, String> content, Instant expires) {
        try {
            byte[] json = JSON.writeValueAsBytes(content);
            byte[] plain = ByteBuffer.allocate(Long.BYTES + json.length)
                    .putLong(expires == null ? 0 : expires.toEpochMilli())
                    .put(json)
                    .array();
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(plain);
            byte[] sealed = ByteBuffer.allocate(nonce.length + secret.length)
                    .put(nonce)
                    .put(secret)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The link can't be sealed", e);
        }
    }

    private byte[] unseal(String purpose, String sealed) {
        try {
            byte[] bytes = sealed.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new UnusableLinkException(false);
            }
            return cipher(Cipher.DECRYPT_MODE, purpose, Arrays.copyOf(bytes, NONCE_BYTES))
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new UnusableLinkException(false);
        }
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.get(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
