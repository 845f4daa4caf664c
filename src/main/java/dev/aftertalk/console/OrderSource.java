package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.time.MachineClock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** How far orders about many runs are that people look at. */
@Component
class OrderSource implements LiveSource<OrderSource.Reader> {

    record Reader(String id, Locale locale, Sight sight) {}

    private final BulkOrders orders;
    private final Fragment fragment;

    OrderSource(BulkOrders orders, Fragment fragment) {
        this.orders = orders;
        this.fragment = fragment;
    }

    /** Another each second: an order is carried out in steps, by whatever server. */
    @Override
    public long version() {
        return TimeUnit.MILLISECONDS.toSeconds(MachineClock.now());
    }

    /** Nothing, which changes nothing on the page, once the order is too old to be kept. */
    @Override
    public byte[] html(Reader reader) {
        return model(reader)
                .map(model -> fragment.html("console/order-parts", model, reader.locale()))
                .orElseGet(() -> new byte[0]);
    }

    /** What the templates are given; empty when there is no such order (any more). */
    Optional<Map<String, Object>> model(Reader reader) {
        return orders.find(reader.id())
                .map(order -> Map.of(
                        "order",
                        order,
                        "at",
                        MachineClock.get().instant(),
                        "sight",
                        reader.sight(),
                        "shown",
                        new ConsoleFormat(reader.locale(), MachineClock.get().instant())));
    }
}
