package dev.aftertalk.ledger.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The runs that are dead, by workflow and the kind of their cause. */
@Component
public class DeadLetters {

    /** Of each workflow, so many of the newest are looked at. */
    public static final int MOST = 2_000;

    static final String NEWEST =
            """
            SELECT cause, ended_at, intent IS NOT NULL FROM run WHERE state IN ('unrouted', 'dead') AND state = 'dead' AND workflow = ?
            ORDER BY event_seq DESC LIMIT ?""";

    private final JdbcClient database;

    public DeadLetters(JdbcClient database) {
        this.database = database;
    }

    /**
     * Dead runs of one workflow and one kind of cause.
     *
     * @param kind of their causes ({@link CauseKind}); null when they have none
     * @param inDoubt of how many of them it is not known whether they have acted
     */
    public record Group(String workflow, String kind, long runs, long inDoubt, Instant first, Instant last) {}

    /**
     * All groups, the largest first.
     *
     * @param cut workflows with more than {@link #MOST} dead runs, of which the older ones are in no group
     */
    public record Groups(List<Group> groups, List<String> cut) {}

    /** @throws org.springframework.dao.DataAccessException when the database can't be read */
    public Groups read() {
        List<Group> groups = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (String workflow : UnresolvedWorkflows.of(database, "dead")) {
            List<Group> ofRuns = database.sql(NEWEST)
                    .params(workflow, MOST + 1)
                    .query((row, n) -> {
                        Instant ended = Instant.ofEpochMilli(row.getLong(2));
                        return new Group(
                                workflow, CauseKind.of(row.getString(1)), 1, row.getBoolean(3) ? 1 : 0, ended, ended);
                    })
                    .list();
            if (ofRuns.size() > MOST) {
                cut.add(workflow);
            }
            Map<String, Group> byKind = new HashMap<>();
            ofRuns.stream()
                    .limit(MOST)
                    .forEach(each -> byKind.merge(Objects.requireNonNullElse(each.kind(), ""), each, DeadLetters::sum));
            groups.addAll(byKind.values());
        }
        groups.sort(Comparator.comparingLong(Group::runs)
                .reversed()
                .thenComparing(Group::workflow)
                .thenComparing(group -> Objects.requireNonNullElse(group.kind(), "")));
        return new Groups(List.copyOf(groups), List.copyOf(cut));
    }

    private static Group sum(Group one, Group other) {
        return new Group(
                one.workflow(),
                one.kind(),
                one.runs() + other.runs(),
                one.inDoubt() + other.inDoubt(),
                one.first().isBefore(other.first()) ? one.first() : other.first(),
                one.last().isAfter(other.last()) ? one.last() : other.last());
    }
}
