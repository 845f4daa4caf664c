package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.SearchCursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;

/** Finds events, shows what became of one, and what is dead. */
final class EventTools implements ToolGroup {

    private static final int USUAL = 20;
    private static final int MOST = 50;
    private static final int GROUPS = 50;

    private final EventSearch search;
    private final LedgerReader reader;
    private final DeadLetters deadLetters;

    EventTools(EventSearch search, LedgerReader reader, DeadLetters deadLetters) {
        this.search = search;
        this.reader = reader;
        this.deadLetters = deadLetters;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "search_events",
                        "Search events",
                        "Finds events, newest first, each with the runs of its workflows: state, cause, attempts. With a workflow or a state it finds"
                                + " events with such a run. conversation, visitor, cause and kind take the scope operate.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        filter(InputSchema.none())
                                .number("limit", "How many events.", 1, MOST, USUAL)
                                .text("cursor", "To go on: what the last answer gave as next."),
                        this::search),
                new Tool(
                        "get_event",
                        "Timeline of an event",
                        "Shows one event with all that was done about it: of each workflow every attempt with the calls it made, how they were answered"
                                + " and why it failed, what people did to it, and what is to come. The payload, conversation and visitor are shown"
                                + " with the scope operate.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none().needs("event", "The eventId, or the ledger's number of the event."),
                        this::event),
                new Tool(
                        "list_dead_letters",
                        "Dead letters",
                        "Groups the runs that could not be done, by workflow and kind of cause, the largest group first. inDoubt counts those of which"
                                + " it is not known whether they have acted.",
                        Set.of(Scope.READ),
                        Tool.Effect.READS,
                        InputSchema.none()
                                .text("workflow", "Those of one workflow only.")
                                .number("limit", "How many groups.", 1, GROUPS, USUAL),
                        this::dead));
    }

    /** Adds what events and runs are found by. */
    static InputSchema filter(InputSchema schema) {
        return schema.text("event", "An eventId.")
                .text("type", "The event's type, such as v2.conversation.closed.")
                .text("workflow", "A workflow that has a run.")
                .choice("state", "The state of a run.", EventFilter.STATES)
                .text("project", "The number of an iAdvize project.")
                .text("from", "Received since: a time such as 2026-11-30T08:00:00Z, or a day (UTC).")
                .text("to", "Received before: a time or a day.")
                .text("conversation", "A conversation's id.")
                .text("visitor", "A visitor's id.")
                .text("cause", "A text in the cause; with state dead or retrying, or with from.")
                .text("kind", "A kind of cause, as list_dead_letters gives it.");
    }

    /**
     * What is asked for by a filter.
     *
     * @param standard what counts where the call does not say otherwise
     * @throws FilterException for what can't be asked for, or not by this caller
     */
    static EventFilter filter(Arguments asked, Caller caller, Map<String, String> standard) {
        Map<String, String> names = new TreeMap<>(standard);
        EventFilter.NAMES.forEach(name -> {
            if (asked.text(name) != null) {
                names.put(name, asked.text(name));
            }
        });
        EventFilter filter = EventFilter.of(names);
        if (filter.asksForPersons() && !caller.seesPersons()) {
            throw new FilterException(
                    FilterException.Fault.PERSONS,
                    "visitor",
                    "To search by conversation, visitor, cause or kind takes a token with the scope operate; this one has "
                            + caller.written() + ". Search by type, workflow, state and time.");
        }
        return filter;
    }

    /**
     * A page of a search.
     *
     * @param next to go on with as cursor; absent when there is no more
     * @param searchedTo given when the search took long: so far back it has got, and next goes on from there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<EventView> events, String next, Instant searchedTo) {}

    private Object search(Arguments asked, Caller caller) {
        EventFilter filter = filter(asked, caller, Map.of());
        EventSearch.Found found =
                search.find(filter, SearchCursor.of(asked.text("cursor")), asked.number("limit", USUAL));
        Shown shown = Shown.to(caller);
        SearchCursor next = found.next();
        return new Page(
                reader.events(found.events()).stream().map(shown::event).toList(),
                next == null ? null : next.toString(),
                found.timeIsUp() ? Instant.ofEpochMilli(next.receivedAt()) : null);
    }

    private Object event(Arguments asked, Caller caller) {
        long number = reader.number(asked.text("event"))
                .orElseThrow(() -> new NoSuchElementException("There is no such event: find it with search_events."));
        return Shown.to(caller).event(reader.event(number));
    }

    /** @param cut workflows with so many dead runs that the older ones are in no group */
    record Groups(List<DeadLetters.Group> groups, int groupsInAll, List<String> cut) {}

    private Object dead(Arguments asked, Caller caller) {
        DeadLetters.Groups all = deadLetters.read();
        Shown shown = Shown.to(caller);
        String workflow = asked.text("workflow");
        List<DeadLetters.Group> groups = all.groups().stream()
                .filter(group -> workflow == null || workflow.equals(group.workflow()))
                .map(group -> new DeadLetters.Group(
                        group.workflow(),
                        shown.cause(group.kind()),
                        group.runs(),
                        group.inDoubt(),
                        group.first(),
                        group.last()))
                .toList();
        int most = Math.min(groups.size(), asked.number("limit", USUAL));
        return new Groups(groups.subList(0, most), groups.size(), all.cut());
    }
}
