package dev.aftertalk.care.reconcile;

import dev.aftertalk.care.reconcile.Reconciliation.Counts;
import dev.aftertalk.connectors.calls.RateLimit;
import dev.aftertalk.connectors.iadvize.HistoryPage;
import dev.aftertalk.connectors.iadvize.IadvizeHistory;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Goes through iAdvize's lists for a stretch of time, page by page, and starts what the ledger lacks. */
@Component
class Reconciler {

    /** A million entries; a list that is longer has no end. */
    private static final int MOST_PAGES = 10_000;

    private static final int MOST_WITHOUT_NEWS = 20;
    private static final long ACCEPTING_SECONDS = 60;

    private final IadvizeHistory iadvize;
    private final KnownEvents known;
    private final Ledger ledger;
    private final ReconciliationStore store;
    private final ReconcileSettings settings;
    private final ReconcileMeters meters;
    private final KeptEvents kept;
    private final RateLimit rateLimit;

    Reconciler(
            IadvizeHistory iadvize,
            KnownEvents known,
            Ledger ledger,
            ReconciliationStore store,
            ReconcileSettings settings,
            ReconcileMeters meters,
            KeptEvents kept) {
        this.iadvize = iadvize;
        this.known = known;
        this.ledger = ledger;
        this.store = store;
        this.settings = settings;
        this.meters = meters;
        this.kept = kept;
        this.rateLimit = RateLimit.patient("reconcile", settings.callsPerSecond());
    }

    /**
     * A pass that is over.
     *
     * @param note what could not be compared, or null
     */
    record Passed(Reconciliation row, String note) {}

    /**
     * Goes on where the row says.
     *
     * @throws RetryableException when it can go on later, {@link PermanentException} when it would fail again
     */
    Passed pass(Reconciliation row) {
        if (!iadvize.configured()) {
            throw new PermanentException(
                    "iAdvize's lists need a GraphQL user: set iadvize.graphql.username and iadvize.graphql.password");
        }
        String without =
                row.types().contains(PastEvents.CLOSED) ? iadvize.withoutConversations(settings.projectIds()) : null;
        TimeRange window = window(row);
        Comparison comparison = new Comparison(known, new PastEvents(iadvize.platform()), row, window);
        Reconciliation at = row;
        for (Source source : Source.values()) {
            boolean behind = at.list() != null && Source.valueOf(at.list()).compareTo(source) > 0;
            if (!behind && source.wanted(row.types(), without)) {
                Reconciliation here = source.name().equals(at.list()) ? at : at.at(source.name(), null, at.counts());
                at = through(here, source, without, window, comparison);
            }
        }
        return new Passed(at, note(row, without));
    }

    private String note(Reconciliation row, String without) {
        if (row.types().isEmpty()) {
            return "Nothing was compared: iAdvize has sent neither " + String.join(" nor ", ReconciledTypes.ALL)
                    + " lately. If its app has subscribed to them, set reconcile.types";
        }
        long earliest = kept.earliest(MachineClock.now());
        if (row.reason().equals("asked") && row.from() < earliest) {
            return "Compared only from " + Instant.ofEpochMilli(earliest)
                    + " on: events from before that may be deleted (retention.events)";
        }
        return without == null ? null : "Only conversations with an answer could be compared: " + without;
    }

    private enum Source {
        CONVERSATIONS,
        ANSWERS;

        boolean wanted(List<String> types, String without) {
            return this == CONVERSATIONS
                    ? types.contains(PastEvents.CLOSED) && without == null
                    : types.contains(PastEvents.ANSWERED) || without != null;
        }
    }

    /** What is compared; from an outage on a little more, since our clock is not iAdvize's; nothing the ledger may have forgotten. */
    private TimeRange window(Reconciliation row) {
        long margin = row.reason().equals("dark") ? settings.margin().toMillis() : 0;
        long longest = row.requestedAt() - settings.longestAgo().toMillis();
        long from = row.from() - margin;
        return new TimeRange(
                Math.max(
                        row.reason().equals("dark") ? Math.max(from, longest) : from,
                        kept.earliest(MachineClock.now())),
                row.upto());
    }

    private Reconciliation through(
            Reconciliation start, Source source, String without, TimeRange window, Comparison comparison) {
        Reconciliation at = start;
        Set<String> cursors = new HashSet<>();
        int withoutNews = 0;
        while (true) {
            HistoryPage page = page(source, window, at.cursor());
            Comparison.Result result = compared(page, source, at.types(), without, comparison);
            accept(result.starts());
            at = at.at(source.name(), page.next(), at.counts().plus(result.counts()));
            withoutNews = result.anyNew() ? 0 : withoutNews + 1;
            if (page.next() == null) {
                // After the last list it's the end of the pass that is kept.
                return source == Source.CONVERSATIONS ? saved(at.at(Source.ANSWERS.name(), null, at.counts())) : at;
            }
            if (!cursors.add(page.next())
                    || withoutNews >= MOST_WITHOUT_NEWS
                    || at.counts().pages() >= MOST_PAGES) {
                throw new PermanentException("iAdvize's list has no end: "
                        + at.counts().pages() + " pages were read, and it says that there are more");
            }
            at = saved(at);
        }
    }

    private HistoryPage page(Source source, TimeRange window, String cursor) {
        rateLimit.await();
        Instant from = Instant.ofEpochMilli(window.from()).minus(settings.lookBack());
        Instant to = Instant.ofEpochMilli(window.to());
        return source == Source.CONVERSATIONS
                ? iadvize.conversations(from, to, settings.projectIds(), cursor)
                : iadvize.answers(from, to, settings.projectIds(), cursor);
    }

    private Comparison.Result compared(
            HistoryPage page, Source source, List<String> types, String without, Comparison comparison) {
        if (source == Source.CONVERSATIONS) {
            return comparison.of(page, PastEvents.CLOSED);
        }
        Comparison.Result answers = types.contains(PastEvents.ANSWERED)
                ? comparison.of(page, PastEvents.ANSWERED)
                : new Comparison.Result(Counts.NONE, List.of(), false);
        if (without == null) {
            return answers;
        }
        HistoryPage usable = new HistoryPage(page.conversations(), 0, null);
        Comparison.Result closed = comparison.of(usable, PastEvents.CLOSED);
        List<IncomingEvent> starts = new ArrayList<>(closed.starts());
        starts.addAll(answers.starts());
        Counts counts = answers.counts().plus(closed.counts());
        return new Comparison.Result(
                new Counts(1, counts.found(), counts.had(), counts.started(), counts.erased(), counts.missing()),
                starts,
                answers.anyNew() || closed.anyNew());
    }

    private void accept(List<IncomingEvent> events) {
        CompletableFuture<?>[] accepted = events.stream()
                .map(event -> ledger.accept(event).thenAccept(isNew -> meters.started(event, isNew)))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(accepted).get(ACCEPTING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RetryableException("What iAdvize lists could not be stored: the database is away or busy", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryableException("The server is stopping.", e);
        }
    }

    private Reconciliation saved(Reconciliation at) {
        if (!store.save(at, MachineClock.now())) {
            throw new TakenOverException();
        }
        return at;
    }

    /** Another node reconciles now; it knows how far this one was. */
    static final class TakenOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
