package dev.aftertalk.access;

import dev.aftertalk.privacy.Search;
import dev.aftertalk.secrets.KeyedDigest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the audit says of an erased person: who did what and when stays, by what the person is known goes. Of an erasure itself stays a digest of
 * each name that was given, made with a key of this database: so it can be asked whether somebody was erased, and nobody can find the names by
 * trying addresses.
 */
public final class ErasedAudit {

    private static final String ERASURE = "person.erased";

    private static final String LEFT_OUT = "(erased: the person asked for it)";

    /** What earlier versions wrote, which needs no key. */
    private static final Pattern PLAIN = Pattern.compile("sha256:([0-9a-f]{64})");

    private static final String PREFIX = "hmac:";

    private ErasedAudit() {}

    private record Entry(long id, String what, String about, String detail) {}

    /** Takes out of all entries what names the person, and the words of who skipped one of these events' runs. */
    static void forget(JdbcClient ledger, Search search) {
        for (Entry entry : entries(ledger, "what <> '" + ERASURE + "'")) {
            boolean wordsOnTheRun =
                    entry.what().equals("run.skipped") && search.eventIds().contains(entry.about());
            if (wordsOnTheRun || search.person().isIn(entry.detail())) {
                String kept = start(entry.detail());
                ledger.sql("UPDATE audit_entry SET detail = ? WHERE id = ?")
                        .params((search.person().isIn(kept) ? "" : kept) + LEFT_OUT, entry.id())
                        .update();
            }
            if (search.person().isIn(entry.about())) {
                setAbout(ledger, entry, search.anonymous(entry.about()));
            }
        }
        rekey(ledger, search.key());
    }

    /** What the product wrote; what comes after it is somebody's words, or a filter's values. */
    private static String start(String detail) {
        return detail.replaceFirst("(?s)(: |\\{).*", "$1").replaceFirst("\\{$", "");
    }

    private static void setAbout(JdbcClient ledger, Entry entry, String about) {
        ledger.sql("UPDATE audit_entry SET about = ? WHERE id = ?")
                .params(about, entry.id())
                .update();
    }

    /** Gives the digests that an earlier version made without a key one. */
    private static void rekey(JdbcClient ledger, KeyedDigest key) {
        for (Entry entry : entries(ledger, "what = '" + ERASURE + "' AND about LIKE '%sha256:%'")) {
            setAbout(
                    ledger,
                    entry,
                    PLAIN.matcher(entry.about())
                            .replaceAll(found -> Matcher.quoteReplacement(PREFIX + key.of(found.group(1)))));
        }
    }

    /** What was asked to be erased, as the audit keeps it. */
    public static List<String> names(KeyedDigest key, List<String> digests) {
        return digests.stream().map(digest -> PREFIX + key.of(digest)).toList();
    }

    /** Stores that somebody was erased, within a transaction. */
    public static void record(JdbcClient ledger, String who, List<String> names, String counts) {
        Audit.write(ledger, who, ERASURE, String.join(" ", names), counts);
    }

    /** When and by whom one of these names was erased before, in words for who asks again; the newest first. */
    public static List<String> before(JdbcClient reads, List<String> names) {
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

    private static List<Entry> entries(JdbcClient ledger, String which) {
        return ledger.sql("SELECT id, what, about, detail FROM audit_entry WHERE " + which)
                .query((row, n) -> new Entry(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }
}
