package dev.aftertalk.ledger.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Through the events with runs that are dead, or that no branch of the router named, on the index of those, which is one a workflow. */
final class UnresolvedWindows implements EventSearch.Windows {

    /** The one state before those of the index: the other way round SQLite reads the index for both, and then sorts. */
    private static final String UNRESOLVED =
            "r.state = ? AND r.state IN ('unrouted', 'dead') AND r.workflow = ? AND r.event_seq < ?";

    /** The index alone tells where a window ends. */
    private static final String END =
            "SELECT received_at, seq FROM event WHERE seq = (SELECT r.event_seq FROM run r WHERE " + UNRESOLVED
                    + " ORDER BY r.event_seq DESC LIMIT 1 OFFSET ?)";

    static final String MATCHES =
            "SELECT e.received_at, e.seq FROM run r CROSS JOIN event e WHERE e.seq = r.event_seq AND " + UNRESOLVED;

    /** Each of these runs is looked up with its event, which costs so much more than a look into an index. */
    private static final int COST = 8;

    private final EventSearch search;
    private final EventFilter filter;
    private final List<String> workflows;

    UnresolvedWindows(EventSearch search, EventFilter filter, List<String> workflows) {
        this.search = search;
        this.filter = filter;
        this.workflows = workflows;
    }

    /** The newest of the workflows' own ends, so that a window is none of them more than it should be. */
    @Override
    public Optional<SearchCursor> end(SearchCursor from, int size) {
        return workflows.stream()
                .map(workflow -> search.places(new Sql(END, filter.state(), workflow, from.seq(), size / COST - 1)))
                .flatMap(List::stream)
                .max(Comparator.comparingLong(SearchCursor::seq));
    }

    @Override
    public List<SearchCursor> matches(SearchCursor from, SearchCursor end, int limit) {
        List<SearchCursor> found = new ArrayList<>();
        for (String workflow : workflows) {
            Sql sql = new Sql(MATCHES, filter.state(), workflow, from.seq());
            if (end != null) {
                sql.add("AND r.event_seq >= ?", end.seq());
            }
            filter.addRun(sql);
            filter.addEvent(sql);
            found.addAll(search.places(sql.add("ORDER BY r.event_seq DESC LIMIT ?", limit)));
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingLong(SearchCursor::seq).reversed())
                .limit(limit)
                .toList();
    }
}
