package dev.aftertalk.privacy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Rows of a table that has no index on its time, read page by page in the order of its key: for tables that stay small, so that no other
 * write pays for an index.
 */
public final class OldRows implements Sweep {

    private final Database database;
    private final String find;
    private final String delete;
    private final long before;
    private Object last;

    /** @param before milliseconds since 1970 */
    private OldRows(Database database, String table, String key, String time, Object first, long before) {
        this.database = database;
        this.find = "SELECT %2$s, %3$s FROM %1$s WHERE %2$s > ? ORDER BY %2$s LIMIT ?".formatted(table, key, time);
        this.delete = "DELETE FROM %s WHERE %s < ? AND %s IN (".formatted(table, time, key);
        this.last = first;
        this.before = before;
    }

    /**
     * Rows that a setting limits.
     *
     * @param key the column of the primary key
     * @param time the column, or what to make of columns, by which they are too old
     * @param first less than every key
     */
    public static Ageing ageing(String kind, Kept kept, String table, String key, String time, Object first) {
        return new Ageing(
                kind, kept, (database, ages) -> new OldRows(database, table, key, time, first, ages.before(kept)));
    }

    /** Rows that are of use for so long. */
    public static Ageing ageing(String kind, Duration kept, String table, String key, String time, Object first) {
        return new Ageing(
                kind,
                Kept.BRIEFLY,
                (database, ages) ->
                        new OldRows(database, table, key, time, first, ages.before(Kept.BRIEFLY) - kept.toMillis()));
    }

    private record Found(Object key, long at) {}

    @Override
    public OptionalInt next() {
        List<Found> page = database.reads()
                .sql(find)
                .params(last, PIECE)
                .query((row, n) -> new Found(row.getObject(1), row.getLong(2)))
                .list();
        if (page.isEmpty()) {
            return OptionalInt.empty();
        }
        last = page.get(page.size() - 1).key;
        List<Object> old =
                page.stream().filter(found -> found.at < before).map(Found::key).toList();
        return OptionalInt.of(
                old.isEmpty()
                        ? 0
                        : database.writes().write(ledger -> ledger.sql(delete + Database.marks(old) + ")")
                                .param(before)
                                .params(old)
                                .update()));
    }
}
