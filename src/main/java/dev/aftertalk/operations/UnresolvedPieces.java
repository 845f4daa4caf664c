package dev.aftertalk.operations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Through the events with runs that are dead, or that no branch of the router named, on the index of those, which is one a workflow. */
final class UnresolvedPieces implements EventSearch.Pieces {

    private static final String OF_WORKFLOW =
            """
            SELECT e.received_at, e.seq FROM run r CROSS JOIN event e WHERE e.seq = r.event_seq
              AND r.state IN ('unrouted', 'dead') AND r.state = ? AND r.workflow = ? AND r.event_seq < ?""";

    private final EventSearch search;
    private final EventFilter filter;
    private final List<String> workflows;

    UnresolvedPieces(EventSearch search, EventFilter filter, List<String> workflows) {
        this.search = search;
        this.filter = filter;
        this.workflows = workflows;
    }

    private Sql of(String workflow, Place from) {
        return new Sql(OF_WORKFLOW, filter.state(), workflow, from.seq());
    }

    /** The newest of the workflows' own ends, so that a piece is none of them more than it should be. */
    @Override
    public Optional<Place> end(Place from, int size) {
        return workflows.stream()
                .map(workflow ->
                        search.places(of(workflow, from).add("ORDER BY r.event_seq DESC LIMIT 1 OFFSET ?", size - 1)))
                .flatMap(List::stream)
                .max(Comparator.comparingLong(Place::seq));
    }

    @Override
    public List<Place> matches(Place from, Place end, int limit) {
        List<Place> found = new ArrayList<>();
        for (String workflow : workflows) {
            Sql sql = of(workflow, from);
            if (end != null) {
                sql.add("AND r.event_seq >= ?", end.seq());
            }
            filter.addRun(sql);
            filter.addEvent(sql);
            found.addAll(search.places(sql.add("ORDER BY r.event_seq DESC LIMIT ?", limit)));
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Place::seq).reversed())
                .limit(limit)
                .toList();
    }
}
