package dev.aftertalk.care.retention;

import dev.aftertalk.privacy.Person;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whom to erase: any of these, the more the better.
 *
 * @param visitorId as in the events
 * @param uniqueId what REST calls unique_id
 * @param legacyVisitorId the number: visitorExternalId in events, id in REST
 * @param conversationId one of the person's conversations, for those whose events are gone already
 * @param email the address
 */
public record ErasureRequest(
        String visitorId, String uniqueId, String legacyVisitorId, String conversationId, String email) {

    private static final int LONGEST = 320;

    /** @throws IllegalArgumentException when it names nobody, in words for who asked */
    public ErasureRequest {
        visitorId = checked("visitorId", visitorId);
        uniqueId = checked("uniqueId", uniqueId);
        legacyVisitorId = checked("legacyVisitorId", legacyVisitorId);
        conversationId = checked("conversationId", conversationId);
        email = checked("email", email);
        if (Stream.of(visitorId, uniqueId, legacyVisitorId, conversationId, email)
                .allMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "Say whom to erase: give visitorId, uniqueId, legacyVisitorId, conversationId or email, or several of them.");
        }
        if (email != null && email.indexOf('@') < 1) {
            throw new IllegalArgumentException("email must be an e-mail address.");
        }
    }

    private static String checked(String name, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must be a text of up to " + LONGEST + " characters without line breaks.");
        }
        return value.strip();
    }

    Person person() {
        Person person = new Person(
                Stream.of(visitorId, uniqueId, legacyVisitorId)
                        .filter(Objects::nonNull)
                        .toList(),
                email);
        person.addConversation(conversationId);
        return person;
    }

    /** Of each name that is given. Short ones and addresses can be found by trying: not to be kept without a key. */
    List<String> digests() {
        return Stream.of(visitorId, uniqueId, legacyVisitorId, conversationId, email)
                .filter(Objects::nonNull)
                .map(ErasureRequest::digest)
                .toList();
    }

    private static String digest(String name) {
        try {
            byte[] bytes = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Whether only the address is known. */
    boolean onlyByAddress() {
        return Stream.of(visitorId, uniqueId, legacyVisitorId, conversationId).allMatch(Objects::isNull);
    }
}
