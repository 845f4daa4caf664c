package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.ledger.history.FilterException.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which events, or runs of which events, are asked for. Each part is null when it is not asked for.
 *
 * @param number the ledger's own numbers of events, one or several
 * @param from when the event was received, at the earliest
 * @param to when the event was received, this excluded
 * @param cause a text that the cause of the run holds
 * @param kind what the whole cause of the run is like; {@code …} in it stands for a word ({@link CauseKind})
 */
public record EventFilter(
        String event,
        List<Long> number,
        String type,
        String workflow,
        String state,
        Long project,
        String conversation,
        String visitor,
        Instant from,
        Instant to,
        String cause,
        String kind) {

    public static final List<String> NAMES = List.of(
            "event",
            "number",
            "type",
            "workflow",
            "state",
            "project",
            "conversation",
            "visitor",
            "from",
            "to",
            "cause",
            "kind");

    /** All states of runs. */
    public static final List<String> STATES =
            List.of("queued", "running", "retrying", "done", "skipped", "unrouted", "dead");

    private static final List<String> PERSONAL = List.of("event", "number", "conversation", "visitor", "cause", "kind");

    private static final int LONGEST = 200;
    private static final int MOST_NUMBERS = 200;
    private static final int LONGEST_NUMBERS = 4_000;

    /** @throws FilterException for what can't be asked for */
    public static EventFilter of(Map<String, String> asked) {
        asked.forEach((name, value) -> {
            int longest = longest(name);
            if (value.length() > longest || value.indexOf('\0') >= 0) {
                throw new FilterException(
                        Fault.TEXT, name, name + " must be at most " + longest + " characters of text.");
            }
        });
        EventFilter filter = new EventFilter(
                asked.get("event"),
                numbers(asked.get("number")),
                asked.get("type"),
                asked.get("workflow"),
                state(asked.get("state")),
                project(asked.get("project")),
                asked.get("conversation"),
                asked.get("visitor"),
                time("from", asked.get("from")),
                time("to", asked.get("to")),
                asked.get("cause"),
                asked.get("kind"));
        filter.check();
        return filter;
    }

    private void check() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new FilterException(Fault.TIMES, "from", "from must be before to.");
        }
        boolean few = state != null && List.of("dead", "retrying").contains(state);
        if ((cause != null || kind != null) && !few && from == null) {
            throw new FilterException(
                    Fault.CAUSE,
                    cause == null ? "kind" : "cause",
                    "A text is looked for in the causes of runs that are dead or retrying, or since a time: give state=dead, state=retrying or from.");
        }
    }

    private static int longest(String name) {
        return name.equals("kind") ? CauseKind.LONGEST : name.equals("number") ? LONGEST_NUMBERS : LONGEST;
    }

    private static List<Long> numbers(String numbers) {
        if (numbers == null) {
            return null;
        }
        List<String> each = List.of(numbers.split(",", -1));
        if (each.size() > MOST_NUMBERS || !each.stream().allMatch(number -> number.matches("\\d{1,18}"))) {
            throw new FilterException(
                    Fault.NUMBER,
                    "number",
                    "number must be numbers of events, separated by commas, at most " + MOST_NUMBERS + ".");
        }
        return each.stream().map(Long::valueOf).toList();
    }

    private static String state(String state) {
        if (state != null && !STATES.contains(state)) {
            throw new FilterException(Fault.STATE, "state", "state must be one of " + String.join(", ", STATES) + ".");
        }
        return state;
    }

    private static Long project(String project) {
        if (project != null && !project.matches("\\d{1,18}")) {
            throw new FilterException(Fault.PROJECT, "project", "project must be the number of a project.");
        }
        return project == null ? null : Long.valueOf(project);
    }

    static Instant time(String name, String text) {
        try {
            if (text == null) {
                return null;
            }
            Instant time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH) || time.getEpochSecond() > 253_402_300_799L) {
                throw new DateTimeException("out of range");
            }
            return time;
        } catch (DateTimeException e) {
            throw new FilterException(
                    Fault.TIME,
                    name,
                    name + " must be a time such as 2026-11-30T08:00:00Z, or a day such as 2026-11-30 (UTC).");
        }
    }

    /** The same from a later time on. */
    EventFilter since(Instant time) {
        Instant later = from == null || from.isBefore(time) ? time : from;
        return new EventFilter(
                event, number, type, workflow, state, project, conversation, visitor, later, to, cause, kind);
    }

    /** Whether it asks for what only some persons' events have. */
    public boolean asksForPersons() {
        return conversation != null || visitor != null || cause != null || kind != null;
    }

    /** Whether it names the events it asks for, so that they are looked up and not searched for. */
    boolean namesEvents() {
        return event != null || number != null;
    }

    /** Whether it asks for runs, not only for events. */
    public boolean asksForRuns() {
        return workflow != null || state != null || cause != null || kind != null;
    }

    /** Adds what an event {@code e} must be like, time of arrival included. */
    void addEvent(Sql sql) {
        addIf(sql, "AND e.event_id = ?", event);
        if (number != null) {
            sql.addIn("AND e.seq IN", number);
        }
        addIf(sql, "AND e.event_type = ?", type);
        addIf(sql, "AND e.project_id = ?", project);
        addPerson(sql);
        addIf(sql, "AND e.received_at >= ?", from == null ? null : from.toEpochMilli());
        addIf(sql, "AND e.received_at < ?", to == null ? null : to.toEpochMilli());
    }

    /** Adds whose event {@code e} must be. */
    void addPerson(Sql sql) {
        addIf(sql, "AND e.conversation_id = ?", conversation);
        addIf(sql, "AND e.visitor_id = ?", visitor);
        if (isOfOne()) {
            sql.add("AND e." + EventDays.EACH);
        }
    }

    /** Whether only events of one conversation or visitor can match, which have an index. */
    boolean isOfOne() {
        return conversation != null || visitor != null;
    }

    /** The workflow that is asked for; of one that was split since, the two; none when none is. */
    List<String> workflows() {
        return workflow == null ? List.of() : SplitWorkflows.parts(workflow);
    }

    /** Adds what a run {@code r} must be like. */
    void addRun(Sql sql) {
        List<String> workflows = workflows();
        if (workflows.size() > 1) {
            sql.addIn("AND r.workflow IN", workflows);
        } else {
            addIf(sql, "AND r.workflow = ?", workflow);
        }
        addIf(sql, "AND r.state = ?", state);
        if (cause != null) {
            String escaped = cause.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1");
            sql.add("AND lower(r.cause) LIKE ? ESCAPE '\\'", "%" + escaped + "%");
        }
        if (kind != null) {
            CauseKind.addTo(sql, kind);
        }
    }

    /** The same as {@link #addRun} for a run that was read. */
    public boolean isMatchedBy(RunView run) {
        boolean hasCause = cause == null
                || run.cause() != null && run.cause().toLowerCase(Locale.ROOT).contains(cause.toLowerCase(Locale.ROOT));
        return (workflow == null || workflows().contains(run.workflow()))
                && (state == null || state.equals(run.state()))
                && hasCause
                && (kind == null || run.cause() != null && CauseKind.isOf(run.cause(), kind));
    }

    private static void addIf(Sql sql, String piece, Object value) {
        if (value != null) {
            sql.add(piece, value);
        }
    }

    /** What was asked for, such that {@link #of} gives the same. */
    public Map<String, String> asMap() {
        Map<String, String> map = new TreeMap<>();
        put(map, "event", event);
        put(
                map,
                "number",
                number == null ? null : number.stream().map(String::valueOf).collect(Collectors.joining(",")));
        put(map, "type", type);
        put(map, "workflow", workflow);
        put(map, "state", state);
        put(map, "project", project);
        put(map, "conversation", conversation);
        put(map, "visitor", visitor);
        put(map, "from", from);
        put(map, "to", to);
        put(map, "cause", cause);
        put(map, "kind", kind);
        return map;
    }

    /** For what is kept of the filter: parts that may name a person are mentioned without their value. */
    public String withoutPersons() {
        Map<String, String> map = asMap();
        PERSONAL.forEach(name -> map.computeIfPresent(name, (same, value) -> "…"));
        return map.toString();
    }

    private static void put(Map<String, String> map, String name, Object value) {
        if (value != null) {
            map.put(name, value.toString());
        }
    }
}
