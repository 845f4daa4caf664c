package dev.aftertalk.ledger.history;

/** What searches the ledger, for tests of its plans. */
public final class HistoryStatements {

    /** One with its values. */
    public record Statement(String text, Object... values) {
        static Statement of(Sql sql) {
            return new Statement(sql.text(), sql.values());
        }
    }

    private HistoryStatements() {}

    public static Statement next(ReplaySelection selection, ReplaySelection.Cursor cursor, int limit) {
        return Statement.of(selection.next(cursor, limit));
    }

    public static Statement unresolved(String state, String workflow, long before, int limit) {
        return Statement.of(new Sql(UnresolvedWindows.MATCHES, state, workflow, before)
                .add("ORDER BY r.event_seq DESC LIMIT ?", limit));
    }

    public static Statement newestDead(String workflow, int limit) {
        return new Statement(DeadLetters.NEWEST, workflow, limit);
    }
}
