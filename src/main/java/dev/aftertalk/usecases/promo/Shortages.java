package dev.aftertalk.usecases.promo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Warns of a campaign without codes, at most once a minute each: every run that waits for one would say the same. */
@Component
class Shortages {

    private static final Logger LOG = LoggerFactory.getLogger(Shortages.class);
    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Long> warnedAt = new ConcurrentHashMap<>();

    void warn(String campaign, String what) {
        long now = System.nanoTime();
        Long at = warnedAt.compute(
                campaign, (name, before) -> before == null || now - before >= QUIET ? Long.valueOf(now) : before);
        if (at == now) {
            LOG.warn("Promo campaign {}: {}", campaign, what);
        }
    }
}
