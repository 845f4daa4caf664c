package dev.aftertalk.console;

import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.time.MachineClock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** How far the fault drills are that people look at. */
@Component
class DrillSource implements LiveSource<DrillSource.Reader> {

    record Reader(long id, Locale locale, Sight sight) {}

    private final DrillDesk drills;
    private final Fragment fragment;

    DrillSource(DrillDesk drills, Fragment fragment) {
        this.drills = drills;
        this.fragment = fragment;
    }

    /** Another each second, by a clock that no drill sets. */
    @Override
    public long version() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    }

    @Override
    public byte[] html(Reader reader) {
        return model(reader)
                .map(model -> fragment.html("console/drill-parts", model, reader.locale()))
                .orElseGet(() -> new byte[0]);
    }

    /** What the templates are given; empty when there is no such drill. */
    Optional<Map<String, Object>> model(Reader reader) {
        return drills.find(reader.id())
                .map(drill -> Map.of(
                        "drill",
                        drill,
                        "at",
                        MachineClock.get().instant(),
                        "sight",
                        reader.sight(),
                        "shown",
                        new ConsoleFormat(reader.locale(), MachineClock.get().instant())));
    }
}
