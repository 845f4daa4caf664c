package dev.aftertalk.usecases.promo;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL that fills the pools of codes and tells how full they are. */
@Component
class CodePool {

    /** How many codes one question is about. */
    private static final int ASKED = 500;

    private final JdbcClient database;
    private final LedgerWrites writes;

    CodePool(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** A code and where it stood. */
    record Line(long number, String code) {}

    /** How many codes there have been and how many of them are given out. */
    record Level(long loaded, long allocated) {
        long free() {
            return loaded - allocated;
        }
    }

    /** Adds the codes that are not there yet. Returns how many that were, as far as is known. */
    int add(String campaign, long loadedAt, List<Line> lines) {
        String rows = String.join(", ", Collections.nCopies(lines.size(), "(?, ?, ?, ?)"));
        List<Object> values = new ArrayList<>(lines.size() * 4);
        for (Line line : lines) {
            Collections.addAll(values, campaign, line.code(), loadedAt, line.number());
        }
        return writes.write(ledger -> {
            PromoStore.lock(ledger);
            int added = ledger.sql("INSERT INTO promo_code (campaign, code, loaded_at, line) VALUES " + rows
                            + " ON CONFLICT (campaign, code) DO NOTHING")
                    .params(values)
                    .update();
            PromoStore.count(ledger, campaign, added, 0);
            return added;
        });
    }

    /** How many of these codes are there already. */
    long count(String campaign, Collection<String> codes) {
        long found = 0;
        List<String> all = List.copyOf(codes);
        for (int from = 0; from < all.size(); from += ASKED) {
            List<String> some = all.subList(from, Math.min(all.size(), from + ASKED));
            found += database.sql("SELECT count(*) FROM promo_code WHERE campaign = ? AND code IN ("
                            + String.join(", ", Collections.nCopies(some.size(), "?")) + ")")
                    .param(campaign)
                    .params(some)
                    .query(Long.class)
                    .single();
        }
        return found;
    }

    boolean hasFile(String campaign, String digest) {
        return database.sql("SELECT 1 FROM promo_file WHERE campaign = ? AND digest = ?")
                .params(campaign, digest)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void addFile(String campaign, String digest, String name, long loadedAt, long codes) {
        writes.write(ledger -> ledger.sql(
                        """
                        INSERT INTO promo_file (campaign, digest, name, loaded_at, codes) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (campaign, digest) DO NOTHING""")
                .params(campaign, digest, name, loadedAt, codes)
                .update());
    }

    Level level(String campaign) {
        return database.sql("SELECT loaded, allocated FROM promo_campaign WHERE campaign = ?")
                .param(campaign)
                .query((row, number) -> new Level(row.getLong(1), row.getLong(2)))
                .optional()
                .orElse(new Level(0, 0));
    }
}
