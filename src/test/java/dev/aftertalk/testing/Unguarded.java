package dev.aftertalk.testing;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.quota.Quota;
import dev.aftertalk.connectors.quota.QuotaSettings;
import dev.aftertalk.connectors.quota.Quotas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;

/** A guard that lets every call through and is told nothing, and a quota. */
public final class Unguarded {

    public static final Guard GUARD = () -> new Guard.Call() {
        @Override
        public void answered() {}

        @Override
        public void failed(String why) {}

        @Override
        public void refused(String why) {}

        @Override
        public void close() {}
    };

    /** One that nobody asks. */
    public static final Quota QUOTA =
            new Quotas(new QuotaSettings(Set.of(), Set.of(), 40, 20, 3), new SimpleMeterRegistry()).of("test", "Test");

    private Unguarded() {}
}
