package dev.aftertalk.ledger.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What searches the ledger, for tests of its plans. */
public final class HistoryStatements {

    /** One with its values. */
    public record Statement(String text, Object... values) {
        static Statement of(Sql sql) {
            return new Statement(sql.text(), sql.values());
        }
    }

    private HistoryStatements() {}

    public static Statement next(RunSelection selection, RunSelection.Cursor cursor, int limit) {
        return Statement.of(selection.next(cursor, limit));
    }

    public static Statement unresolved(String state, String workflow, long before, int limit) {
        return Statement.of(new Sql(UnresolvedWindows.MATCHES, state, workflow, before)
                .add("ORDER BY r.event_seq DESC LIMIT ?", limit));
    }

    /** Both that a search for the events of one conversation or visitor makes. */
    public static List<Statement> ofOne(EventFilter filter, SearchCursor from, int size) {
        TimeWindows windows = new TimeWindows(null, filter);
        return List.of(Statement.of(windows.findEnd(from, size)), Statement.of(windows.findMatches(from, null, size)));
    }

    /** Of some conversations. */
    public static Statement ofType(String type, List<String> conversations) {
        String marks = String.join(", ", Collections.nCopies(conversations.size(), "?"));
        List<Object> values = new ArrayList<>(conversations);
        values.add(type);
        return new Statement(EventsOfType.FIND.replace(":ids", marks).replace(":type", "?"), values.toArray());
    }

    public static Statement newestDead(String workflow, int limit) {
        return new Statement(DeadLetters.NEWEST, workflow, limit);
    }
}
