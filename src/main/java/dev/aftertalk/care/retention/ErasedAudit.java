package dev.aftertalk.care.retention;

import dev.aftertalk.secrets.KeyedDigest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the audit says of an erased person: who did what and when stays, by what the person is known goes. Of an erasure itself stays a digest of
 * each name that was given, made with a key of this database: so it can be asked whether somebody was erased, and nobody can find the names by
 * trying addresses.
 */
final class ErasedAudit {

    static final String ERASURE = "person.erased";

    private static final String LEFT_OUT = "(erased: the person asked for it)";

    /** What earlier versions wrote, which needs no key. */
    private static final Pattern PLAIN = Pattern.compile("sha256:([0-9a-f]{64})");

    private static final String PREFIX = "hmac:";

    private final KeyedDigest key;

    ErasedAudit(KeyedDigest key) {
        this.key = key;
    }

    private record Entry(long id, String what, String about, String detail) {}

    /** Takes out of all entries what names the person, and the words of who skipped one of these events' runs. */
    void forget(JdbcClient ledger, PersonSearch person) {
        Set<String> events = person.events().stream().map(StoredEvent::eventId).collect(Collectors.toSet());
        for (Entry entry : entries(ledger, "what <> '" + ERASURE + "'")) {
            boolean wordsOnTheRun = entry.what().equals("run.skipped") && events.contains(entry.about());
            if (wordsOnTheRun || person.isIn(entry.detail())) {
                String kept = start(entry.detail());
                ledger.sql("UPDATE audit_entry SET detail = ? WHERE id = ?")
                        .params((person.isIn(kept) ? "" : kept) + LEFT_OUT, entry.id())
                        .update();
            }
            if (person.isIn(entry.about())) {
                ledger.sql("UPDATE audit_entry SET about = ? WHERE id = ?")
                        .params(anonymous(entry.about()), entry.id())
                        .update();
            }
        }
    }

    /** What the product wrote; what comes after it is somebody's words, or a filter's values. */
    private static String start(String detail) {
        return detail.replaceFirst("(?s)(: |\\{).*", "$1").replaceFirst("\\{$", "");
    }

    /** The name of an event whose own names the person: the same each time. */
    String anonymous(String eventId) {
        return "erased-" + key.of("event " + eventId);
    }

    /** For the audit: what was asked to be erased, as digests. */
    String digests(ErasureRequest request) {
        return String.join(
                " ",
                request.digests().stream()
                        .map(digest -> PREFIX + key.of(digest))
                        .toList());
    }

    /** When and by whom one of these names was erased before, in words for who asks again; the newest first. */
    List<String> before(JdbcClient reads, ErasureRequest request) {
        List<String> names = List.of(digests(request).split(" "));
        return reads
                .sql("SELECT at, who, about FROM audit_entry WHERE what = '" + ERASURE + "' ORDER BY id DESC")
                .query((row, n) ->
                        names.stream().anyMatch(List.of(row.getString(3).split(" "))::contains)
                                ? Instant.ofEpochMilli(row.getLong(1)) + " by " + row.getString(2)
                                : null)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Gives the digests that an earlier version made without a key one. */
    void rekey(JdbcClient ledger) {
        for (Entry entry : entries(ledger, "what = '" + ERASURE + "' AND about LIKE '%sha256:%'")) {
            String keyed = PLAIN.matcher(entry.about())
                    .replaceAll(found -> Matcher.quoteReplacement(PREFIX + key.of(found.group(1))));
            ledger.sql("UPDATE audit_entry SET about = ? WHERE id = ?")
                    .params(keyed, entry.id())
                    .update();
        }
    }

    private static List<Entry> entries(JdbcClient ledger, String which) {
        return ledger.sql("SELECT id, what, about, detail FROM audit_entry WHERE " + which)
                .query((row, n) -> new Entry(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }
}
