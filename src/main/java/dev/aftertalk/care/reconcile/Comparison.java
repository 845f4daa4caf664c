package dev.aftertalk.care.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.care.reconcile.KnownEvents.Known;
import dev.aftertalk.care.reconcile.Reconciliation.Counts;
import dev.aftertalk.connectors.iadvize.HistoryPage;
import dev.aftertalk.connectors.iadvize.PastConversation;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Compares pages of iAdvize's lists with the ledger: counts what is there, and gathers what is to be started. */
final class Comparison {

    /** Where iAdvize does not tell when an answer was given, it's taken to be at most so long after the closing. */
    private static final Duration ANSWER_LAG = Duration.ofHours(1);

    private final KnownEvents ledger;
    private final PastEvents events;
    private final Reconciliation row;
    private final TimeRange window;
    private final Set<String> seen = new HashSet<>();
    private Set<String> erased = Set.of();

    /** @param window what is compared, by the time of the events */
    Comparison(KnownEvents ledger, PastEvents events, Reconciliation row, TimeRange window) {
        this.ledger = ledger;
        this.events = events;
        this.row = row;
        this.window = window;
    }

    /** @param anyNew whether the page held something that no page before it did */
    record Result(Counts counts, List<IncomingEvent> starts, boolean anyNew) {}

    /** Compares what a page says of one type of event. */
    Result of(HistoryPage page, String type) {
        List<PastConversation> fresh = page.conversations().stream()
                .filter(past -> seen.add(type + past.id() + past.answers().keySet()))
                .toList();
        Map<String, List<Known>> known =
                ledger.of(type, fresh.stream().map(PastConversation::id).collect(Collectors.toSet())).stream()
                        .collect(Collectors.groupingBy(Known::conversationId));
        erased = ledger.erased(fresh);
        Tally tally = new Tally();
        tally.missing = page.unusable();
        for (PastConversation past : fresh) {
            List<Known> its = known.getOrDefault(past.id(), List.of());
            if (type.equals(PastEvents.CLOSED)) {
                closed(past, its, tally);
            } else {
                past.answers().forEach((question, answer) -> answered(past, question, answer, its, tally));
            }
        }
        return new Result(tally.counts(), tally.starts, !fresh.isEmpty());
    }

    private void closed(PastConversation past, List<Known> its, Tally tally) {
        long at = past.closedAt().toEpochMilli();
        if (at < window.from() || at > window.to()) {
            return;
        }
        Optional<Known> known = its.stream().filter(Known::isIadvizes).findFirst();
        if (erased.contains(past.id())) {
            tally.erased++;
        } else if (known.isEmpty()) {
            tally.start(() -> events.closed(past));
        } else {
            tally.has(known.get());
        }
    }

    private void answered(PastConversation past, String question, Object answer, List<Known> its, Tally tally) {
        Instant at = past.answeredAt() == null ? past.closedAt() : past.answeredAt();
        long earliest = window.from() - (past.answeredAt() == null ? ANSWER_LAG.toMillis() : 0);
        if (at.toEpochMilli() < earliest || at.toEpochMilli() > window.to()) {
            return;
        }
        List<Known> same =
                its.stream().filter(known -> known.answer(question) != null).toList();
        Known latest = same.stream()
                .filter(Known::isIadvizes)
                .reduce((one, next) -> next)
                .orElse(null);
        if (erased.contains(past.id())) {
            tally.erased++;
        } else if (latest != null && counts(latest, question, answer)) {
            tally.has(latest);
        } else {
            tally.start(() -> events.answered(past, question, answer, after(same, at)));
        }
    }

    /** The mind was changed while nobody listened: that is what counts, so it comes after what is known until then, whoever asked. */
    private Instant after(List<Known> known, Instant at) {
        long latest = known.stream()
                .mapToLong(Known::createdAt)
                .filter(time -> time <= window.to())
                .max()
                .orElse(Long.MIN_VALUE);
        return latest < at.toEpochMilli() ? at : Instant.ofEpochMilli(latest + 1);
    }

    /** A comment is never taken for another one: how iAdvize spells it may differ from how it sends it. */
    private boolean counts(Known latest, String question, Object answer) {
        JsonNode value = latest.answer(question);
        return latest.createdAt() > window.to()
                || !(answer instanceof Number)
                || value.asText().equals(answer.toString());
    }

    private final class Tally {
        private final List<IncomingEvent> starts = new ArrayList<>();
        private int had;
        private int started;
        private int erased;
        private int missing;

        void start(Supplier<IncomingEvent> event) {
            try {
                starts.add(event.get());
            } catch (InvalidEventException e) {
                missing++;
            }
        }

        /** What this row started before a restart, or in an earlier pass, is still what it started. */
        void has(Known known) {
            if (known.origin().equals(PastEvents.ORIGIN) && known.receivedAt() >= row.requestedAt()) {
                started++;
            } else {
                had++;
            }
        }

        Counts counts() {
            int allStarted = started + starts.size();
            return new Counts(1, had + allStarted + erased + missing, had, allStarted, erased, missing);
        }
    }
}
