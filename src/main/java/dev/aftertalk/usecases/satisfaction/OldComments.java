package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.util.List;
import java.util.OptionalInt;

/** Texts of comments written before a time. The answer stays, so that it is still counted that there was a comment. */
final class OldComments implements Sweep {

    static final String FIND =
            """
            SELECT conversation_id, created_at, comment <> '' FROM satisfaction_answer
            WHERE question = 'satisfactionComment' AND score = 1 AND created_at < ? AND (created_at, conversation_id) > (?, ?)
            ORDER BY created_at, conversation_id LIMIT ?""";

    private static final String EMPTY =
            """
            UPDATE satisfaction_answer SET comment = ''
            WHERE question = 'satisfactionComment' AND created_at < ? AND conversation_id IN (%s)""";

    private final Database database;
    private final long before;
    private Found last = new Found("", Long.MIN_VALUE, false);

    /** @param before milliseconds since 1970 */
    OldComments(Database database, long before) {
        this.database = database;
        this.before = before;
    }

    private record Found(String conversation, long at, boolean text) {}

    @Override
    public OptionalInt next() {
        List<Found> page = database.reads()
                .sql(FIND)
                .params(before, last.at, last.conversation, PIECE)
                .query((row, n) -> new Found(row.getString(1), row.getLong(2), row.getBoolean(3)))
                .list();
        if (page.isEmpty()) {
            return OptionalInt.empty();
        }
        last = page.get(page.size() - 1);
        List<String> texts =
                page.stream().filter(Found::text).map(Found::conversation).toList();
        return OptionalInt.of(
                texts.isEmpty()
                        ? 0
                        : database.writes().write(ledger -> {
                            int emptied = ledger.sql(EMPTY.formatted(Database.marks(texts)))
                                    .param(before)
                                    .params(texts)
                                    .update();
                            ChangeCounter.countKeeping(ledger);
                            return emptied;
                        }));
    }
}
