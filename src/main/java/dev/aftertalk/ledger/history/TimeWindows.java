package dev.aftertalk.ledger.history;

import java.util.List;
import java.util.Optional;

/** Through all events, or those of one conversation or visitor, by the time they were received; there is an index for each. */
final class TimeWindows implements EventSearch.Windows {

    private final EventSearch search;
    private final EventFilter filter;

    TimeWindows(EventSearch search, EventFilter filter) {
        this.search = search;
        this.filter = filter;
    }

    private SearchCursor within(SearchCursor from) {
        boolean later = filter.to() != null && from.receivedAt() > filter.to().toEpochMilli();
        return later ? new SearchCursor(filter.to().toEpochMilli(), 0) : from;
    }

    @Override
    public Optional<SearchCursor> end(SearchCursor from, int size) {
        return search.places(findEnd(from, size)).stream().findFirst();
    }

    Sql findEnd(SearchCursor from, int size) {
        Sql sql = before(from);
        if (filter.from() != null) {
            sql.add("AND e.received_at >= ?", filter.from().toEpochMilli());
        }
        filter.addPerson(sql);
        return sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT 1 OFFSET ?", size - 1);
    }

    @Override
    public List<SearchCursor> matches(SearchCursor from, SearchCursor end, int limit) {
        return search.places(findMatches(from, end, limit));
    }

    Sql findMatches(SearchCursor from, SearchCursor end, int limit) {
        Sql sql = before(from);
        if (end != null) {
            sql.add("AND (e.received_at, e.seq) >= (?, ?)", end.receivedAt(), end.seq());
        }
        filter.addEvent(sql);
        EventSearch.addRuns(sql, filter);
        return sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT ?", limit);
    }

    private Sql before(SearchCursor from) {
        SearchCursor begin = within(from);
        return new Sql(
                "SELECT e.received_at, e.seq FROM event e WHERE (e.received_at, e.seq) < (?, ?)",
                begin.receivedAt(),
                begin.seq());
    }
}
