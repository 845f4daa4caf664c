package dev.aftertalk.care.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Access;
import dev.aftertalk.care.replay.BulkOrder.Action;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Has all runs that match a filter run again, or leaves them: counts them first, and shows and stops what was ordered. */
@RestController
class BulkOrderController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");

    /** Parts of a filter that say nothing of a person. */
    private static final Set<String> NAME_NOBODY = Set.of("type", "workflow", "state", "project", "from", "to");

    private final BulkOrders orders;

    BulkOrderController(BulkOrders orders) {
        this.orders = orders;
    }

    /** What would be done: how many runs, and how many of each workflow. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DryOrder(
            boolean dry, Map<String, String> filter, Boolean force, long matched, Map<String, Long> workflows) {}

    /** An order; force and replayed are those of a replay, reason and skipped those of a skip. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OrderView(
            String id,
            String state,
            String who,
            Instant createdAt,
            Instant endedAt,
            Map<String, String> filter,
            Boolean force,
            String reason,
            int perSecond,
            long matched,
            Long replayed,
            Long skipped,
            String waits) {

        /** Why somebody skips runs, and whose they are, may name a person: that is for those who may operate. */
        static OrderView of(BulkOrder order, Principal who) {
            boolean all = Access.mayOperate(who);
            boolean replay = order.action() == Action.REPLAY;
            return new OrderView(
                    order.id(),
                    order.state(),
                    order.who(),
                    order.createdAt(),
                    order.endedAt(),
                    all ? order.filter() : withoutPersons(order.filter()),
                    replay ? order.force() : null,
                    all ? order.reason() : null,
                    order.perSecond(),
                    order.matched(),
                    replay ? order.changed() : null,
                    replay ? null : order.changed(),
                    order.waitsFor() == null
                            ? null
                            : "the workflow " + order.waitsFor() + " has other runs to do first");
        }

        private static Map<String, String> withoutPersons(Map<String, String> filter) {
            Map<String, String> shown = new TreeMap<>(filter);
            shown.keySet().retainAll(NAME_NOBODY);
            return shown;
        }
    }

    @PostMapping("/api/runs/{action:replay|skip}")
    ResponseEntity<Object> order(@PathVariable String action, @RequestBody Map<String, Object> body, Principal who) {
        BulkBody asked = parse(Action.of(action), body);
        BulkRequest request = asked.request();
        return ANSWERS.of(asked.dry() ? HttpStatus.OK : HttpStatus.ACCEPTED, () -> {
            if (asked.dry()) {
                BulkOrders.Count count = orders.count(request);
                Boolean force = request.action() == Action.REPLAY ? request.force() : null;
                return new DryOrder(true, request.filter().asMap(), force, count.all(), count.workflows());
            }
            return OrderView.of(orders.start(request, who.getName()), who);
        });
    }

    private static BulkBody parse(Action action, Map<String, Object> body) {
        try {
            return BulkBody.of(action, body);
        } catch (IllegalArgumentException e) {
            throw ApiAnswers.badRequest(e.getMessage());
        }
    }

    @GetMapping("/api/{action:replay|skip}s")
    ResponseEntity<List<OrderView>> last(@PathVariable String action, Principal who) {
        return ANSWERS.ok(() -> orders.last(Action.of(action)).stream()
                .map(order -> OrderView.of(order, who))
                .toList());
    }

    @GetMapping("/api/{action:replay|skip}s/{id}")
    ResponseEntity<OrderView> one(@PathVariable String action, @PathVariable String id, Principal who) {
        return ANSWERS.ok(() -> OrderView.of(found(action, id), who));
    }

    @PostMapping("/api/{action:replay|skip}s/{id}/cancel")
    ResponseEntity<OrderView> cancel(@PathVariable String action, @PathVariable String id, Principal who) {
        return ANSWERS.ok(() -> {
            if (!orders.cancel(found(action, id), who.getName())) {
                throw ApiAnswers.conflict("It is over already.");
            }
            return OrderView.of(found(action, id), who);
        });
    }

    private BulkOrder found(String action, String id) {
        Optional<BulkOrder> order = orders.find(id).filter(each -> each.action() == Action.of(action));
        return order.orElseThrow(() -> ApiAnswers.notFound("There is no such " + action + "."));
    }
}
