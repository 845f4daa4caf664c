package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.care.replay.BulkOrder;
import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.care.replay.BulkRequest;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Has all runs that a filter matches run again, or leaves them; shows and stops what was ordered. */
final class OrderTools implements ToolGroup {

    private static final int SHOWN = 20;
    private static final int LONGEST_REASON = 200;

    private final BulkOrders orders;

    OrderTools(BulkOrders orders) {
        this.orders = orders;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "replay_runs",
                        "Run many runs again",
                        "Has all runs that a filter matches run again, those that are dead where it does not say otherwise, some at a time. Dry, it counts"
                                + " them by workflow.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.ACTS,
                        rate(EventTools.filter(InputSchema.none()))
                                .flag("force", "true acts again, whatever was done.", false)
                                .dry(),
                        this::replay),
                new Tool(
                        "skip_runs",
                        "Leave many runs",
                        "Leaves all dead or unrouted runs that a filter matches for good, with a reason. Dry, it counts them by workflow.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.ACTS,
                        rate(EventTools.filter(InputSchema.none()))
                                .needs("reason", "Why, in a line of at most 200 characters.", LONGEST_REASON)
                                .dry(),
                        this::skip),
                new Tool(
                        "list_orders",
                        "Orders about many runs",
                        "Lists the last orders of replay_runs and skip_runs and how far they are, newest first.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.READS,
                        InputSchema.none(),
                        (asked, caller) -> Map.of(
                                "orders",
                                orders.last().stream()
                                        .limit(SHOWN)
                                        .map(Order::of)
                                        .toList())),
                new Tool(
                        "cancel_order",
                        "Stop an order",
                        "Stops an order about many runs; what it has done stays so.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.CHANGES,
                        InputSchema.none()
                                .needs("id", "The order's id, as list_orders gives it.")
                                .dry(),
                        this::cancel));
    }

    private static InputSchema rate(InputSchema schema) {
        return schema.number(
                "perSecond", "So many runs a second at most.", 1, BulkOrders.HIGHEST_RATE, BulkOrders.USUAL_RATE);
    }

    /** What would be ordered. */
    record Counted(boolean dryRun, Map<String, String> filter, long matched, Map<String, Long> workflows) {}

    /** An order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Order(
            String id,
            String action,
            String state,
            String who,
            Instant createdAt,
            Instant endedAt,
            Map<String, String> filter,
            boolean force,
            String reason,
            long matched,
            long changed,
            String waitsFor) {

        static Order of(BulkOrder order) {
            return new Order(
                    order.id(),
                    order.action().code(),
                    order.state(),
                    order.who(),
                    order.createdAt(),
                    order.endedAt(),
                    order.filter(),
                    order.force(),
                    order.reason(),
                    order.matched(),
                    order.changed(),
                    order.waitsFor());
        }
    }

    private Object replay(Arguments asked, Caller caller) {
        return ordered(
                BulkRequest.replay(filter(asked, caller), asked.flag("force", false), rate(asked)), asked, caller);
    }

    private Object skip(Arguments asked, Caller caller) {
        String reason = PlainText.line(asked.text("reason"));
        return ordered(BulkRequest.skip(filter(asked, caller), reason, rate(asked)), asked, caller);
    }

    private static EventFilter filter(Arguments asked, Caller caller) {
        return EventTools.filter(asked, caller, Map.of("state", "dead"));
    }

    private static int rate(Arguments asked) {
        return asked.number("perSecond", BulkOrders.USUAL_RATE);
    }

    private Object ordered(BulkRequest request, Arguments asked, Caller caller) {
        if (asked.dry()) {
            BulkOrders.Count count = orders.count(request);
            return new Counted(true, request.filter().asMap(), count.all(), count.workflows());
        }
        return Order.of(orders.start(request, caller.name()));
    }

    private Object cancel(Arguments asked, Caller caller) {
        BulkOrder order = found(asked.text("id"));
        if (asked.dry()) {
            return Map.of("dryRun", true, "order", Order.of(order));
        }
        if (!orders.cancel(order, caller.name())) {
            throw new IllegalArgumentException("It is over already.");
        }
        return Order.of(found(order.id()));
    }

    private BulkOrder found(String id) {
        return orders.find(id)
                .orElseThrow(() -> new NoSuchElementException("There is no such order: see list_orders."));
    }
}
