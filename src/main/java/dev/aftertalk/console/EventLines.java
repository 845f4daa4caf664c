package dev.aftertalk.console;

import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.text.Csv;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Events and their runs as lines of a file for spreadsheets, a run each; an event without runs is a line too. */
final class EventLines {

    private final Csv csv;
    private final Sight sight;
    private final UnaryOperator<String> messages;

    /** @param messages the text of a code in the reader's language */
    EventLines(Csv csv, Sight sight, UnaryOperator<String> messages) {
        this.csv = csv;
        this.sight = sight;
        this.messages = messages;
        Stream<String> names =
                Stream.of("received", "type", "event", "project", "workflow", "state", "attempts", "cause");
        Stream<String> ofPersons = sight.persons() ? Stream.of("conversation", "visitor") : Stream.of();
        csv.line(Stream.concat(names, ofPersons)
                .map(name -> messages.apply("console.events." + name))
                .toList());
    }

    /** Adds events, and of each the runs that are asked for. */
    void events(List<EventView> events, EventFilter filter) {
        for (EventView event : events) {
            List<RunView> runs = event.runs().stream()
                    .filter(run -> !filter.asksForRuns() || filter.isMatchedBy(run))
                    .toList();
            if (runs.isEmpty()) {
                line(event, null);
            }
            runs.forEach(run -> line(event, run));
        }
    }

    private void line(EventView event, RunView run) {
        List<Object> values = new ArrayList<>(
                Arrays.asList(event.receivedAt(), event.eventType(), event.eventId(), event.projectId()));
        values.addAll(
                run == null
                        ? Arrays.asList(null, null, null, null)
                        : Arrays.asList(run.workflow(), run.state(), run.attempts(), sight.cause(run.cause())));
        if (sight.persons()) {
            values.addAll(Arrays.asList(event.conversationId(), event.visitorId()));
        }
        csv.line(values);
    }

    /** Says at the end that there are more. */
    void cut(int events) {
        csv.line(List.of(messages.apply("console.events.cut") + " " + events));
    }

    void end() throws IOException {
        csv.end();
    }
}
