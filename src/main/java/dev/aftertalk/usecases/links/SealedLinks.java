package dev.aftertalk.usecases.links;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.web.PublicUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
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
    private static final String SEPARATOR = "\n";
    private static final long NEVER = 0;

    private final PublicUrl publicUrl;
    private final SharedKeys keys;
    private final Clock clock;

    @Autowired
    SealedLinks(PublicUrl publicUrl, SharedKeys keys) {
        this(publicUrl, keys, MachineClock.get());
    }

    SealedLinks(PublicUrl publicUrl, SharedKeys keys, Clock clock) {
        this.publicUrl = publicUrl;
        this.keys = keys;
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
        long end = expires == null ? NEVER : expires.toEpochMilli();
        String sealed = keys.sealer(purpose).seal(end + SEPARATOR + json(content));
        return publicUrl.publicUrl() + "/" + purpose + "/" + sealed;
    }

    /**
     * The content of a link.
     *
     * @param sealed the last part of its path
     * @throws UnusableLinkException when it was not made here for this purpose, or has expired
     */
    public Map<String, String> open(String purpose, String sealed) {
        String plain = keys.sealer(purpose).open(sealed).orElseThrow(() -> new UnusableLinkException(false));
        int separator = plain.indexOf(SEPARATOR);
        long end = Long.parseLong(plain.substring(0, separator));
        if (end != NEVER && clock.millis() >= end) {
            throw new UnusableLinkException(true);
        }
        try {
            return JSON.readValue(plain.substring(separator + SEPARATOR.length()), CONTENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Map<String, String> content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
