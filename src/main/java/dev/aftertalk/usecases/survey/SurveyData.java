package dev.aftertalk.usecases.survey;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which conversations were asked about. */
@Component
final class SurveyData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("surveys", Kept.EVENTS, "survey", "conversation_id", "asked_at", ""));
    }

    @Override
    public boolean isStored(JdbcClient reads, String conversation) {
        return reads.sql("SELECT count(*) FROM survey WHERE conversation_id = ?")
                        .param(conversation)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public List<String> eraseConversation(JdbcClient ledger, String conversation) {
        ledger.sql("DELETE FROM survey WHERE conversation_id = ?")
                .param(conversation)
                .update();
        return List.of();
    }
}
