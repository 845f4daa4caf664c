package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What iAdvize answered goes with age, by when its event came, and with its event's person. */
@Component
final class KeptAnswersData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("look-ups", Kept.LOOK_UPS, "kept_answer", "asked", "at", ""));
    }

    @Override
    public void eraseEvent(JdbcClient ledger, String eventId) {
        ledger.sql("DELETE FROM kept_answer WHERE event_id = ?").param(eventId).update();
    }
}
