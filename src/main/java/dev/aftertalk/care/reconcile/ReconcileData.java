package dev.aftertalk.care.reconcile;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who listened when, and what was reconciled. */
@Component
final class ReconcileData implements KeptData {

    /** What is still to be done is kept, and the newest one, so that no number is given twice. */
    private static final String RECONCILED_AT =
            """
            CASE WHEN state IN ('done', 'failed') AND id < (SELECT max(id) FROM reconciliation) THEN ended_at END""";

    @Override
    public List<Ageing> ageing() {
        return List.of(
                new Ageing(
                        "listening",
                        Kept.EVENTS,
                        (database, ages) -> new OldListening(database, ages.before(Kept.EVENTS))),
                OldRows.ageing("reconciliations", Kept.EVENTS, "reconciliation", "id", RECONCILED_AT, Long.MIN_VALUE));
    }
}
