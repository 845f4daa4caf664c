package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkReplays;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** How far orders are that people look at. */
@Component
class ReplaySource implements LiveSource<ReplaySource.Reader> {

    /** @param acts whether the reader may cancel it */
    record Reader(String id, Locale locale, boolean acts) {}

    private final BulkReplays replays;
    private final Fragment fragment;

    ReplaySource(BulkReplays replays, Fragment fragment) {
        this.replays = replays;
        this.fragment = fragment;
    }

    /** Another each second: an order is carried out in steps, by whatever server. */
    @Override
    public long version() {
        return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    }

    /** Nothing, which changes nothing on the page, once the order is too old to be kept. */
    @Override
    public byte[] html(Reader reader) {
        return model(reader)
                .map(model -> fragment.html("console/replay-parts", model, reader.locale()))
                .orElseGet(() -> new byte[0]);
    }

    /** What the templates are given; empty when there is no such order (any more). */
    Optional<Map<String, Object>> model(Reader reader) {
        return replays.find(reader.id())
                .map(replay -> Map.of(
                        "replay",
                        replay,
                        "at",
                        Instant.now(),
                        "acts",
                        reader.acts(),
                        "shown",
                        new ConsoleFormat(reader.locale(), Instant.now())));
    }
}
