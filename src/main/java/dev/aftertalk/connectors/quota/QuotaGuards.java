package dev.aftertalk.connectors.quota;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.text.LogFields;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Guards that let nobody call who would use up what a system allows and others need more. */
@Component
public class QuotaGuards extends Guards {

    /** One call an hour finds out whether that is still so, whatever the answer says. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Quotas quotas;

    QuotaGuards(ResilienceSettings settings, MeterRegistry registry, Quotas quotas) {
        super(settings, registry);
        this.quotas = quotas;
    }

    @Override
    public Guard of(String connector, String system) {
        Guard guard = super.of(connector, system);
        Quota quota = quotas.of(connector, system);
        return () -> {
            if (!isTimeToTry(connector)) { // paused or down: that is what it waits for
                return guard.enter();
            }
            String workflow = LogFields.workflow();
            long entered = quota.enter(
                    workflow == null ? null : workflow + " " + LogFields.eventId(), quotas.priority(workflow));
            try {
                return new Counted(guard.enter(), quota, entered);
            } catch (RuntimeException e) {
                quota.leave(entered);
                throw e;
            }
        };
    }

    /** A call that takes one of those that are left. */
    private record Counted(Guard.Call call, Quota quota, long entered) implements Guard.Call {

        @Override
        public void answered() {
            call.answered();
        }

        @Override
        public void failed(String why) {
            call.failed(why);
        }

        @Override
        public void refused(String why) {
            call.refused(why);
        }

        @Override
        public void noneFor(Duration time) {
            quota.exhausted(time.compareTo(LONGEST) < 0 ? time : LONGEST);
        }

        @Override
        public void close() {
            quota.leave(entered);
            call.close();
        }
    }
}
