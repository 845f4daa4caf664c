package dev.aftertalk.settings;

import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/** Settings that are another since the start, in front of all others: who asks for one now, as a route that is made does, gets that. */
final class ChangedSettings extends EnumerablePropertySource<Map<String, ChangedSettings.Value>>
        implements OriginLookup<String> {

    static final String SOURCE = "settings that changed while running";

    private final ThreadLocal<Map<String, Value>> tried = new ThreadLocal<>();
    private volatile Map<String, Value> values = Map.of();

    /** @param origin where it stands; null when that is not known */
    record Value(String text, Origin origin) {}

    ChangedSettings() {
        super(SOURCE, Map.of());
    }

    /** Those that count now; to who tries out others, these. */
    Map<String, Value> now() {
        Map<String, Value> others = tried.get();
        return others == null ? values : others;
    }

    /** Has them count for everybody. */
    void use(Map<String, Value> others) {
        values = Map.copyOf(others);
    }

    /** Has others count for what this thread does meanwhile. */
    <T> T whileTrying(Map<String, Value> others, Supplier<T> work) {
        tried.set(others);
        try {
            return work.get();
        } finally {
            tried.remove();
        }
    }

    @Override
    public String[] getPropertyNames() {
        return StringUtils.toStringArray(now().keySet());
    }

    @Override
    public Object getProperty(String name) {
        Value value = now().get(name);
        return value == null ? null : value.text();
    }

    @Override
    public Origin getOrigin(String name) {
        Value value = now().get(name);
        return value == null ? null : value.origin();
    }
}
