package dev.aftertalk.ledger.history;

import java.util.List;
import java.util.Optional;

/** Through all events by the time they were received, on the index that holds what events are searched by. */
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
        SearchCursor begin = within(from);
        Sql sql = new Sql(
                "SELECT e.received_at, e.seq FROM event e WHERE (e.received_at, e.seq) < (?, ?)",
                begin.receivedAt(),
                begin.seq());
        if (filter.from() != null) {
            sql.add("AND e.received_at >= ?", filter.from().toEpochMilli());
        }
        sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT 1 OFFSET ?", size - 1);
        return search.places(sql).stream().findFirst();
    }

    @Override
    public List<SearchCursor> matches(SearchCursor from, SearchCursor end, int limit) {
        SearchCursor begin = within(from);
        Sql sql = new Sql(
                "SELECT e.received_at, e.seq FROM event e WHERE (e.received_at, e.seq) < (?, ?)",
                begin.receivedAt(),
                begin.seq());
        if (end != null) {
            sql.add("AND (e.received_at, e.seq) >= (?, ?)", end.receivedAt(), end.seq());
        }
        filter.addEvent(sql);
        EventSearch.addRuns(sql, filter);
        sql.add("ORDER BY e.received_at DESC, e.seq DESC LIMIT ?", limit);
        return search.places(sql);
    }
}
