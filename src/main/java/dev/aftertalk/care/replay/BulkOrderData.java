package dev.aftertalk.care.replay;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import dev.aftertalk.privacy.Search;
import dev.aftertalk.time.MachineClock;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Orders about many runs: their filters and reasons may name a person. */
@Component
final class BulkOrderData implements KeptData {

    /** An empty filter must never be worked off. */
    private static final String END =
            """
            UPDATE bulk_order SET filter = '{}', reason = CASE WHEN reason IS NULL THEN NULL ELSE '' END, ended_at = coalesce(ended_at, ?),
              state = CASE WHEN state = 'running' THEN 'cancelled' ELSE state END WHERE id = ?""";

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("replays", Kept.EVENTS, "bulk_order", "id", "ended_at", ""));
    }

    /** Ends those that ask for the person's runs, of which nothing is left, and those that would go on writing of the person. */
    @Override
    public List<Erasable> find(Search search) {
        List<String> orders = search
                .reads()
                .sql("SELECT id, filter, coalesce(reason, '') FROM bulk_order")
                .query((row, n) -> search.person().isIn(row.getString(2))
                                || search.person().isIn(row.getString(3))
                        ? row.getString(1)
                        : null)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
        return List.of(Erasable.first(ledger -> orders.forEach(
                id -> ledger.sql(END).params(MachineClock.now(), id).update())));
    }
}
