package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.text.MailAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Who is making a person's lead just now: table {@code lead_claim}. Two events of a person may tell different ids, or the org may have no
 * field for them; then both runs find no lead by the address, and Salesforce's duplicate rules don't see what is made at the same moment.
 */
public final class LeadClaims {

    /** Longer than a call may take with the login before it. From then on a query shows what it made. */
    static final Duration HELD = Duration.ofMinutes(2);

    /** How long a lead that was made is still guarded from a run that looked for it before. */
    static final Duration AFTERWARDS = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final String PURPOSE = "salesforce-lead";

    private static final String CLAIM =
            """
            INSERT INTO lead_claim (digest, workflow, event_id, claimed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE
              SET workflow = excluded.workflow, event_id = excluded.event_id, claimed_at = excluded.claimed_at
            WHERE lead_claim.claimed_at < ?
              OR lead_claim.workflow = excluded.workflow AND lead_claim.event_id = excluded.event_id""";

    private final LedgerWrites writes;
    private final SharedKeys keys;
    private final Clock clock;

    LeadClaims(LedgerWrites writes, SharedKeys keys, Clock clock) {
        this.writes = writes;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Takes the right to make the lead of the person with this address. A run that goes again has it still.
     *
     * @throws RetryableException while another run has it: by the next attempt its lead is found
     */
    void claim(String address, String workflow, String eventId) {
        String digest = keys.digest(PURPOSE).of(spelling(address));
        long now = clock.millis();
        int claimed = writes.write(ledger -> ledger.sql(CLAIM)
                .params(digest, workflow, eventId, now, now - HELD.toMillis())
                .update());
        if (claimed == 0) {
            throw new RetryableException(
                    "Another run is making this person's Salesforce lead just now: looking for it again",
                    LOOK_AGAIN,
                    null);
        }
    }

    /** The lead was made: who looks for it from now on finds it. */
    void made(String address) {
        String digest = keys.digest(PURPOSE).of(spelling(address));
        long heldSince = clock.millis() - HELD.minus(AFTERWARDS).toMillis();
        writes.write(ledger -> ledger.sql("UPDATE lead_claim SET claimed_at = ? WHERE digest = ?")
                .params(heldSince, digest)
                .update());
    }

    /** Gives the right back, since nothing was made. */
    void release(String address) {
        String digest = keys.digest(PURPOSE).of(spelling(address));
        writes.write(ledger -> ledger.sql("DELETE FROM lead_claim WHERE digest = ?")
                .param(digest)
                .update());
    }

    /** What the addresses stand under in {@code lead_claim}, for taking them out. Not to be called within a write. */
    public static List<String> digests(SharedKeys keys, Collection<String> addresses) {
        return addresses.stream()
                .map(address -> keys.digest(PURPOSE).of(spelling(address)))
                .toList();
    }

    private static String spelling(String address) {
        String mailbox = MailAddress.mailbox(address);
        return mailbox == null ? address.strip().toLowerCase(Locale.ROOT) : mailbox;
    }
}
