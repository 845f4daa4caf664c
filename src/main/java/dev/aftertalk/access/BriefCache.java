package dev.aftertalk.access;

import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Remembers answers of the database for a few seconds, also that there is none; bounded, since anybody may ask. */
final class BriefCache<V> {

    private record Entry<V>(V value, long until) {}

    private final Map<String, Entry<V>> entries = new LinkedHashMap<>();
    private final int size;
    private final long millis;
    private final Clock clock;

    BriefCache(int size, Duration time) {
        this(size, time, SteadyClock.get());
    }

    BriefCache(int size, Duration time, Clock clock) {
        this.size = size;
        this.millis = time.toMillis();
        this.clock = clock;
    }

    /** The remembered answer, or the one the source gives now; null is an answer. */
    V get(String key, Function<String, V> source) {
        long now = clock.millis();
        synchronized (this) {
            Entry<V> entry = entries.get(key);
            if (entry != null && entry.until > now) {
                return entry.value;
            }
        }
        V value = source.apply(key);
        put(key, new Entry<>(value, now + millis));
        return value;
    }

    private synchronized void put(String key, Entry<V> entry) {
        entries.remove(key);
        entries.put(key, entry);
        Iterator<String> oldest = entries.keySet().iterator();
        while (entries.size() > size && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized void forget(String key) {
        entries.remove(key);
    }

    synchronized void forgetAll() {
        entries.clear();
    }
}
