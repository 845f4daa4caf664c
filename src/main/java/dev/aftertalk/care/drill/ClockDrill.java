package dev.aftertalk.care.drill;

import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A machine's clock that somebody sets wrong, and right again: this process alone sees it so. */
@Component
class ClockDrill implements Drill {

    static final String PREFIX = "clock-";

    /** The server looks every five seconds whether its clock was set right. Between two looks it would not see that the clock was wrong. */
    static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final Map<String, Duration> STEPS =
            Map.of("clock-ahead", Duration.ofHours(2), "clock-behind", Duration.ofHours(-2));

    @Override
    public List<String> names() {
        return List.copyOf(STEPS.keySet());
    }

    @Override
    public Duration shortest() {
        return SHORTEST;
    }

    @Override
    public Fault begin(String name, DrillCalls calls) throws IOException {
        MachineClock.step(STEPS.get(name));
        return () -> MachineClock.step(Duration.ZERO);
    }
}
