package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.LedgerStatements;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.text.MailAddress;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Bounds the mails that one address gets in 24 hours: a visitor types an address into a chat, and it may be somebody else's. Owner of the
 * table {@code mail_count}.
 */
@Component
public class MailLimit {

    /** Older ones are of no use. */
    public static final Duration DAY = Duration.ofDays(1);

    private static final String OVER =
            "no e-mail: the recipient has had as many in 24 hours as one may" + " (mail.daily-limit-per-address)";

    private static final String PURPOSE = "mail-limit";

    /** Of two nodes that count for one address at the same moment, one takes the number and the other nothing. */
    private static final String COUNT =
            """
            INSERT INTO mail_count (run, address, number, counted_at)
            SELECT ?, ?, coalesce(max(number), 0) + 1, ? FROM mail_count WHERE address = ?
            HAVING count(CASE WHEN counted_at > ? THEN 1 END) < ? ON CONFLICT DO NOTHING""";

    private static final String COUNTED = "UPDATE mail_count SET counted_at = ? WHERE run = ?";

    private final SharedKeys keys;
    private final int most;
    private final Counter over;

    MailLimit(SharedKeys keys, MailLimitSettings settings, MeterRegistry meters) {
        this.keys = keys;
        this.most = settings.dailyLimitPerAddress();
        this.over = Counter.builder("aftertalk.mails.over.limit")
                .description("Mails that were not sent, since their recipient had got as many as one may in a day")
                .register(meters);
    }

    /**
     * Counts the mail of a run with its intent, unless its recipient has had as many in the last 24 hours as one may: the permit is then
     * refused. A run counts once, however often it is tried. An address that is written out in the workflow is the team's own, and is not
     * counted.
     *
     * @param written the recipient as the workflow says it
     * @param mailbox the address that was found by it, as {@link MailAddress#mailbox} gives it
     * @param workflow id of the workflow that sends the mail
     * @param eventId id of the event it is sent for
     * @return null when any number may be sent
     * @throws RetryableException when the database is away
     */
    IntentPermit permit(String written, String mailbox, String workflow, String eventId) {
        if (most == 0 || !isExpression(written)) {
            return null;
        }
        String address = keys.digest(PURPOSE).of(mailbox);
        String run = keys.digest(PURPOSE).of(mailbox + "\n" + workflow + "\n" + eventId);
        long now = MachineClock.now();
        return new IntentPermit() {
            @Override
            public boolean grant(LedgerStatements ledger) {
                return counts(ledger, run, address, now);
            }

            @Override
            public String refused() {
                over.increment();
                return OVER;
            }
        };
    }

    private static boolean isExpression(String written) {
        return written.contains("${") || written.contains("$simple{");
    }

    private boolean counts(LedgerStatements ledger, String run, String address, long now) {
        return count(ledger, run, address, now)
                || ledger.update(COUNTED, now, run) == 1
                || count(ledger, run, address, now);
    }

    private boolean count(LedgerStatements ledger, String run, String address, long now) {
        return ledger.update(COUNT, run, address, now, address, now - DAY.toMillis(), most) == 1;
    }

    /** What the addresses stand under in {@code mail_count}, for taking them out. Not to be called within a write. */
    public static List<String> digests(SharedKeys keys, Collection<String> addresses) {
        return addresses.stream()
                .map(MailAddress::mailbox)
                .filter(Objects::nonNull)
                .map(keys.digest(PURPOSE)::of)
                .toList();
    }
}
