package dev.aftertalk.privacy;

import dev.aftertalk.secrets.KeyedDigest;
import dev.aftertalk.secrets.SharedKeys;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A person whose events have been found.
 *
 * @param keys not to be asked for a digest within a transaction
 * @param key what digests of an erasure are made with
 * @param eventIds of all events that are the person's own or name the person
 */
public record Search(JdbcClient reads, SharedKeys keys, KeyedDigest key, Person person, Set<String> eventIds) {

    /** The id that an event gets whose own names the person: the same each time. */
    public String anonymous(String eventId) {
        return "erased-" + key.of("event " + eventId);
    }
}
