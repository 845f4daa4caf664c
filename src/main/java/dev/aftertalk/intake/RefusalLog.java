package dev.aftertalk.intake;

import dev.aftertalk.text.PacedLine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells ops people why webhook calls are refused, once a minute for each status, so that nobody can fill the log from outside. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);
    private static final String WRONG_SECRET =
            " If it came from iAdvize, compare your app's secret token there with iadvize.webhook.secrets.";
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<Integer, PacedLine> lines = new ConcurrentHashMap<>();

    void add(int status, String detail) {
        PacedLine line = lines.computeIfAbsent(status, key -> new PacedLine(PAUSE));
        line.write(others -> LOG.warn(
                "Refused a webhook call with {}: {}{} ({} more since the last such line)",
                status,
                detail,
                status == 401 ? WRONG_SECRET : "",
                others));
    }
}
