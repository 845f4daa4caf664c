package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Conversations that ended before a time, or never did and were last moved before it. */
final class OldConversations implements Sweep {

    static final String ENDED =
            """
            SELECT conversation_id FROM conversation WHERE closed_at IS NOT NULL AND closed_at < ?
            ORDER BY closed_at LIMIT ?""";

    static final String ENDLESS =
            """
            SELECT conversation_id FROM conversation WHERE closed_at IS NULL AND pushed_at IS NOT NULL AND pushed_at < ?
            ORDER BY pushed_at LIMIT ?""";

    private static final String DELETE =
            """
            DELETE FROM conversation WHERE conversation_id IN (%s)
            AND (closed_at < ? OR closed_at IS NULL AND pushed_at < ?)""";

    private static final String DELETE_OPERATORS =
            """
            DELETE FROM conversation_operator WHERE conversation_id IN (%s) AND NOT EXISTS
              (SELECT 1 FROM conversation c WHERE c.conversation_id = conversation_operator.conversation_id)""";

    private final Database database;
    private final long before;

    /** @param before milliseconds since 1970 */
    OldConversations(Database database, long before) {
        this.database = database;
        this.before = before;
    }

    @Override
    public OptionalInt next() {
        List<String> old = find(ENDED);
        if (old.isEmpty()) {
            old = find(ENDLESS);
        }
        if (old.isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> found = old;
        return OptionalInt.of(database.writes().write(ledger -> delete(ledger, found)));
    }

    private List<String> find(String sql) {
        return database.reads()
                .sql(sql)
                .params(before, PIECE)
                .query(String.class)
                .list();
    }

    private int delete(JdbcClient ledger, List<String> conversations) {
        String marks = Database.marks(conversations);
        int deleted = ledger.sql(DELETE.formatted(marks))
                .params(conversations)
                .params(before, before)
                .update();
        ledger.sql(DELETE_OPERATORS.formatted(marks)).params(conversations).update();
        ChangeCounter.countKeeping(ledger);
        return deleted;
    }
}
