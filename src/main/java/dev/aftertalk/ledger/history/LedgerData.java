package dev.aftertalk.ledger.history;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import java.util.List;
import org.springframework.stereotype.Component;

/** Events with their runs. A person is taken out of them by the erasure itself, which finds all the rest by them. */
@Component
final class LedgerData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(new Ageing(
                "events",
                Kept.EVENTS,
                (database, ages) -> new OldEvents(database, ages.before(Kept.EVENTS), ages.before(Kept.DEAD))));
    }
}
