package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored names of operators and projects. People marry and brands are renamed, so a name is asked for again after a while. */
final class NameRows {

    private static final Duration FRESH = Duration.ofDays(7);

    // Answers ask this at every click, so it ends at the first thing that is missing.
    private static final String MISSING =
            """
            SELECT count(*) FROM conversation c WHERE c.conversation_id = ? AND c.looked_up = 0 AND (
              c.channel IS NULL OR c.project_id IS NULL
              OR NOT EXISTS (SELECT 1 FROM project_name p WHERE p.project_id = c.project_id AND p.seen_at > ?)
              OR NOT EXISTS (SELECT 1 FROM conversation_operator o WHERE o.conversation_id = c.conversation_id)
              OR EXISTS (SELECT 1 FROM conversation_operator o WHERE o.conversation_id = c.conversation_id
                AND NOT EXISTS (SELECT 1 FROM operator_name n WHERE n.operator_id = o.operator_id AND n.seen_at > ?)))""";

    private final JdbcClient database;

    NameRows(JdbcClient database) {
        this.database = database;
    }

    boolean missing(String conversationId) {
        return database.sql(MISSING)
                        .params(conversationId, stale(), stale())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Those that are not stored so, or not lately. */
    List<Name> newOrOld(List<Name> names) {
        List<Name> news = new ArrayList<>(names);
        news.removeIf(name -> database.sql("SELECT count(*) FROM %s WHERE %s = ? AND name = ? AND seen_at > ?"
                                .formatted(name.kind().table, name.kind().column))
                        .params(name.id(), name.name(), stale())
                        .query(Long.class)
                        .single()
                > 0);
        return news;
    }

    void remember(List<Name> names) {
        for (Name name : names) {
            database.sql(
                            "INSERT INTO %1$s (%2$s, name, seen_at) VALUES (?, ?, ?) ON CONFLICT (%2$s) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at"
                                    .formatted(name.kind().table, name.kind().column))
                    .params(name.id(), name.name(), MachineClock.now())
                    .update();
        }
    }

    private static long stale() {
        return MachineClock.now() - FRESH.toMillis();
    }
}
