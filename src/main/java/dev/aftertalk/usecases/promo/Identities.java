package dev.aftertalk.usecases.promo;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names a visitor is known by, each as a digest. REST and GraphQL know the same person by different ids, and on another device the
 * e-mail address is all that is the same; each of them leads to the same code. Digests, because a table of who got which code needs
 * nobody's address, and because a visitor may have typed anything.
 *
 * <p>externalUserId is none of them: sites that number their customers each begin at 1, and some give every guest the same.
 */
final class Identities {

    /** Which of the iAdvize ids count, after the address. */
    private static final List<String> IDS = List.of("visitorId", "uniqueId", "legacyVisitorId");

    private static final int BYTES = 16;

    private Identities() {}

    /** The most telling one first: when two lead to different codes, the address gets the one it has had before. */
    static List<String> of(Map<?, ?> visitor) {
        List<String> identities = new ArrayList<>();
        add(identities, "email", address(visitor.get("email")));
        for (String id : IDS) {
            add(identities, id, text(visitor.get(id)).toLowerCase(Locale.ROOT));
        }
        return identities;
    }

    private static void add(List<String> identities, String kind, String value) {
        if (!value.isEmpty()) {
            identities.add(digest(kind + ":" + value));
        }
    }

    /** One spelling of what reaches the same mailbox: no mail provider tells upper from lower case. */
    private static String address(Object email) {
        String address = text(email).toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        try {
            return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString().strip();
    }

    private static String digest(String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
