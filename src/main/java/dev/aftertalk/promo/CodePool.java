package dev.aftertalk.promo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL that fills the pools of codes and tells how full they are. */
@Component
class CodePool {

    private final JdbcClient database;
    private final TransactionTemplate transaction;

    CodePool(JdbcClient database, PlatformTransactionManager transactions) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A code and where it stood. */
    record Line(long number, String code) {}

    /** How many codes there have been and how many of them are given out. */
    record Level(long loaded, long allocated) {
        long free() {
            return loaded - allocated;
        }
    }

    /** Adds the codes that are not there yet. Returns how many that were. */
    int add(String campaign, long loadedAt, List<Line> lines) {
        String rows = String.join(", ", Collections.nCopies(lines.size(), "(?, ?, ?, ?)"));
        List<Object> values = new ArrayList<>(lines.size() * 4);
        for (Line line : lines) {
            Collections.addAll(values, campaign, line.code(), loadedAt, line.number());
        }
        return transaction.execute(status -> {
            int added = database.sql("INSERT INTO promo_code (campaign, code, loaded_at, line) VALUES " + rows
                            + " ON CONFLICT (campaign, code) DO NOTHING")
                    .params(values)
                    .update();
            database.sql(
                            """
                            INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES (?, ?, 0)
                            ON CONFLICT (campaign) DO UPDATE SET loaded = promo_campaign.loaded + excluded.loaded""")
                    .params(campaign, added)
                    .update();
            return added;
        });
    }

    boolean hasFile(String campaign, String digest) {
        return database.sql("SELECT 1 FROM promo_file WHERE campaign = ? AND digest = ?")
                .params(campaign, digest)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void addFile(String campaign, String digest, String name, long loadedAt, long codes) {
        database.sql(
                        """
                        INSERT INTO promo_file (campaign, digest, name, loaded_at, codes) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (campaign, digest) DO NOTHING""")
                .params(campaign, digest, name, loadedAt, codes)
                .update();
    }

    Level level(String campaign) {
        return database.sql("SELECT loaded, allocated FROM promo_campaign WHERE campaign = ?")
                .param(campaign)
                .query((row, number) -> new Level(row.getLong(1), row.getLong(2)))
                .optional()
                .orElse(new Level(0, 0));
    }
}
