package dev.aftertalk.care.replay;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import dev.aftertalk.privacy.Search;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Orders to have runs run again: their filters may name a person. */
@Component
final class ReplayData implements KeptData {

    /** An empty filter must never be worked off. */
    private static final String END =
            """
            UPDATE replay SET filter = '{}', ended_at = coalesce(ended_at, ?),
              state = CASE WHEN state = 'running' THEN 'cancelled' ELSE state END WHERE id = ?""";

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("replays", Kept.EVENTS, "replay", "id", "ended_at", ""));
    }

    /** Ends those that ask for the person's runs, which nothing is left to run for. */
    @Override
    public List<Erasable> find(Search search) {
        List<String> replays = search
                .reads()
                .sql("SELECT id, filter FROM replay")
                .query((row, n) -> search.person().isIn(row.getString(2)) ? row.getString(1) : null)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
        return List.of(Erasable.first(ledger -> replays.forEach(
                id -> ledger.sql(END).params(System.currentTimeMillis(), id).update())));
    }
}
