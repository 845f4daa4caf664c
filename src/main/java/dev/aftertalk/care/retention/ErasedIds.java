package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an erasure took out, kept as digests: enough to know a conversation or a visitor again when iAdvize lists it, and nothing to find one
 * by.
 */
@Component
public class ErasedIds {

    private static final String PURPOSE = "erased";
    private static final int PIECE = 200;

    private static final String ADD =
            """
            INSERT INTO erased (digest, erased_at) VALUES (?, ?)
            ON CONFLICT (digest) DO UPDATE SET erased_at = excluded.erased_at""";

    private final Database database;
    private final SharedKeys keys;

    ErasedIds(JdbcClient reads, LedgerWrites writes, SharedKeys keys) {
        this.database = new Database(reads, writes);
        this.keys = keys;
    }

    /** The name of a conversation here. */
    public static String conversation(String id) {
        return "conversation:" + id.strip().toLowerCase(Locale.ROOT);
    }

    /** The name of a visitor here, by an id of any kind. */
    public static String visitor(String id) {
        return "visitor:" + id.strip().toLowerCase(Locale.ROOT);
    }

    /** Those of the names that were erased, and when they last were. */
    public Map<String, Instant> among(Collection<String> names) {
        Map<String, String> byDigest = new HashMap<>();
        Map<String, Instant> erased = new HashMap<>();
        if (!names.isEmpty()) {
            names.forEach(name -> byDigest.put(keys.digest(PURPOSE).of(name), name));
        }
        for (List<String> some : pieces(byDigest.keySet())) {
            database.reads()
                    .sql("SELECT digest, erased_at FROM erased WHERE digest IN (" + Database.marks(some) + ")")
                    .params(some)
                    .query((row, n) -> erased.put(byDigest.get(row.getString(1)), Instant.ofEpochMilli(row.getLong(2))))
                    .list();
        }
        return erased;
    }

    /** Keeps the names' digests. */
    void add(Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        long now = MachineClock.now();
        List<String> digests = names.stream().map(keys.digest(PURPOSE)::of).collect(Collectors.toList());
        for (List<String> some : pieces(digests)) {
            database.writes().write(ledger -> {
                some.forEach(digest -> ledger.sql(ADD).params(digest, now).update());
                return null;
            });
        }
    }

    private static List<List<String>> pieces(Collection<String> all) {
        List<String> list = new ArrayList<>(all);
        List<List<String>> pieces = new ArrayList<>();
        for (int from = 0; from < list.size(); from += PIECE) {
            pieces.add(list.subList(from, Math.min(list.size(), from + PIECE)));
        }
        return pieces;
    }
}
