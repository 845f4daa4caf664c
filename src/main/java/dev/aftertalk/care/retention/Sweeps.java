package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Ages;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What there is to take out, by the settings. */
@Component
class Sweeps {

    private final Database database;
    private final RetentionSettings settings;
    private final List<Ageing> all;

    Sweeps(JdbcClient reads, LedgerWrites writes, RetentionSettings settings, List<KeptData> owners) {
        this.database = new Database(reads, writes);
        this.settings = settings;
        this.all = owners.stream()
                .flatMap(owner -> owner.ageing().stream())
                .sorted(Comparator.comparing(Ageing::kept).thenComparing(Ageing::kind))
                .toList();
    }

    List<String> kinds() {
        return all.stream().map(Ageing::kind).toList();
    }

    /** For one pass, by their kinds, in this order. */
    Map<String, Sweep> at(Instant now) {
        Ages ages = ages(now);
        Map<String, Sweep> sweeps = new LinkedHashMap<>();
        all.stream()
                .filter(each -> ages.isLimited(each.kept()))
                .forEach(each -> sweeps.put(each.kind(), each.sweep().apply(database, ages)));
        return sweeps;
    }

    private Ages ages(Instant now) {
        Map<Kept, Long> before = new EnumMap<>(Kept.class);
        before.put(Kept.BRIEFLY, now.toEpochMilli());
        put(before, Kept.LOOK_UPS, now, settings.lookUpsOrEvents());
        put(before, Kept.EVENTS, now, settings.events());
        put(before, Kept.DEAD, now, settings.deadOrEvents());
        put(before, Kept.COMMENTS, now, settings.comments());
        put(before, Kept.ANSWERS, now, settings.answers());
        put(before, Kept.AUDIT, now, settings.audit());
        return new Ages(before);
    }

    private static void put(Map<Kept, Long> before, Kept what, Instant now, Duration kept) {
        if (kept != null) {
            before.put(what, now.minus(kept).toEpochMilli());
        }
    }
}
