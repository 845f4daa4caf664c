package dev.aftertalk.commands;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says when the server could have been up sooner: the JVM is silent about that. */
@Component
class FastStartWarning {

    private static final Logger LOG = LoggerFactory.getLogger(FastStartWarning.class);

    @EventListener(ApplicationReadyEvent.class)
    void warn() {
        FastStartOrigin.ofThisProcess().map(FastStartOrigin::otherChanges).ifPresent(FastStartWarning::warn);
    }

    private static void warn(List<String> changes) {
        if (!changes.isEmpty()) {
            LOG.warn(
                    "Started without what Java kept for it in fast-start/, since {} changed: run \"java -jar aftertalk.jar fast-start\""
                            + " to have it start faster again",
                    String.join(" and ", changes));
        }
    }
}
