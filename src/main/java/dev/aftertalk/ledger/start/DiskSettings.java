package dev.aftertalk.ledger.start;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When the disk counts as full.
 *
 * @param minFree the space that must be left on the disk of the database file for events to be taken
 */
@ConfigurationProperties("aftertalk.disk")
public record DiskSettings(@DefaultValue("256MB") DataSize minFree) {

    /** How much must be left for events to be taken again: some more, so that the door does not flap. */
    long enoughAgain() {
        return minFree.toBytes() + minFree.toBytes() / 4;
    }
}
