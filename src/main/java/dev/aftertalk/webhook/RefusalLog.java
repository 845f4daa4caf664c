package dev.aftertalk.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells ops people why webhook calls are refused, once a minute for each status, so that nobody can fill the log from outside. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);
    private static final String WRONG_SECRET =
            " If it came from iAdvize, compare your app's secret token there with iadvize.webhook.secrets.";
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final Map<Integer, Window> windows = new ConcurrentHashMap<>();

    void add(int status, String detail) {
        Window window = windows.computeIfAbsent(status, key -> new Window());
        long now = System.nanoTime();
        long next = window.next.get();
        if (now - next >= 0 && window.next.compareAndSet(next, now + PAUSE)) {
            long others = window.unsaid.sumThenReset();
            LOG.warn(
                    "Refused a webhook call with {}: {}{} ({} more since the last such line)",
                    status,
                    detail,
                    status == 401 ? WRONG_SECRET : "",
                    others);
        } else {
            window.unsaid.increment();
        }
    }

    private static final class Window {
        private final AtomicLong next = new AtomicLong(System.nanoTime());
        private final LongAdder unsaid = new LongAdder();
    }
}
