package dev.aftertalk.care.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Access;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.ledger.history.SearchCursor;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is in the ledger, as JSON: the balance, events and runs, and all about one event. */
@RestController
class LedgerController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");

    private final Balances balances;
    private final EventSearch search;
    private final LedgerReader reader;
    private final OldNames oldNames;

    LedgerController(Balances balances, EventSearch search, LedgerReader reader, OldNames oldNames) {
        this.balances = balances;
        this.search = search;
        this.reader = reader;
        this.oldNames = oldNames;
    }

    /**
     * What {@code verify} prints; unexplained is 0, or something is wrong with the ledger itself.
     *
     * @param countedAt when that was; all but countingTo is absent before the first count of a large ledger has come to its end
     * @param countingTo given while a count goes on: the events received until then are counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceView(
            Instant countedAt,
            Instant countingTo,
            Long accepted,
            Long onTheWay,
            Instant oldestOnTheWay,
            Long dead,
            Long unexplained,
            List<Balance.State> states,
            List<Balance.Line> workflows) {

        static BalanceView of(Balances.Known known) {
            if (known.last() == null) {
                return new BalanceView(null, known.countingTo(), null, null, null, null, null, null, null);
            }
            Balance balance = known.last().balance();
            return new BalanceView(
                    known.last().at(),
                    known.countingTo(),
                    balance.accepted(),
                    balance.onTheWay(),
                    balance.oldestOnTheWay().orElse(null),
                    balance.count("dead"),
                    balance.unexplained(),
                    balance.states(),
                    balance.lines());
        }
    }

    /**
     * A page of a search, newest first.
     *
     * @param next the cursor of the next page; absent when there is no more
     * @param searchedTo given when the search took long: it has got this far back, and next goes on from there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<EventView> events, List<RunView> runs, String next, Instant searchedTo) {}

    @GetMapping("/api/ledger/balance")
    ResponseEntity<BalanceView> balance() {
        return ANSWERS.ok(() -> BalanceView.of(balances.known()));
    }

    @GetMapping("/api/events")
    ResponseEntity<Page> events(@RequestParam MultiValueMap<String, String> query) {
        return ANSWERS.ok(() -> page(query, false));
    }

    /** The runs asked for, of at most {@code limit} events. */
    @GetMapping("/api/runs")
    ResponseEntity<Page> runs(@RequestParam MultiValueMap<String, String> query) {
        return ANSWERS.ok(() -> page(query, true));
    }

    private Page page(MultiValueMap<String, String> query, boolean ofRuns) {
        Map<String, String> asked = Parameters.of(query, "cursor", "limit");
        EventFilter filter = EventFilter.of(asked);
        oldNames.tellOf(filter.workflow());
        EventSearch.Found found =
                search.find(filter, SearchCursor.of(asked.get("cursor")), Parameters.limit(asked.get("limit")));
        List<EventView> events = reader.events(found.events());
        SearchCursor next = found.next();
        Instant searchedTo = found.timeIsUp() ? Instant.ofEpochMilli(next.receivedAt()) : null;
        String cursor = next == null ? null : next.toString();
        return ofRuns
                ? new Page(null, runs(events, filter), cursor, searchedTo)
                : new Page(events, null, cursor, searchedTo);
    }

    private static List<RunView> runs(List<EventView> events, EventFilter filter) {
        return events.stream()
                .flatMap(event -> event.runs().stream())
                .filter(filter::isMatchedBy)
                .toList();
    }

    @GetMapping("/api/events/{id}")
    ResponseEntity<EventView> event(@PathVariable String id, Principal who) {
        return ANSWERS.ok(() -> {
            Optional<Long> number = reader.number(id);
            EventView event = reader.event(number.orElseThrow(() -> ApiAnswers.notFound("There is no such event.")));
            return Access.mayOperate(who) ? event : event.withoutBody();
        });
    }
}
