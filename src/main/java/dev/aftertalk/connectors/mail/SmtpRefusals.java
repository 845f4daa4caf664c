package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.mail.SmtpRefusal.About;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts how often the mail server would not have us, by what it is about: somebody has to set something. */
final class SmtpRefusals implements MeterBinder {

    private final Map<About, Counter> counters = new EnumMap<>(About.class);

    /** Made before they are needed: Prometheus sees no increase in a counter that begins at 1. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        Arrays.stream(About.values())
                .filter(About::isUs)
                .forEach(about -> counters.put(
                        about,
                        Counter.builder("aftertalk.smtp.refusals")
                                .description("Answers with which the mail server refused this server, not a mail")
                                .tag("reason", about.name().toLowerCase(Locale.ROOT))
                                .register(registry)));
    }

    /** @param refusal null when the server said nothing */
    synchronized void count(SmtpRefusal refusal) {
        Counter counter = refusal == null ? null : counters.get(refusal.about());
        if (counter != null) {
            counter.increment();
        }
    }
}
