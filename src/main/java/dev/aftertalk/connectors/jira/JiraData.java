package dev.aftertalk.connectors.jira;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which issue a conversation has: kept as long as its answers. */
@Component
final class JiraData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("jira_issues", Kept.ANSWERS, "jira_issue", "conversation_id", "asked_at", ""));
    }

    @Override
    public boolean isStored(JdbcClient reads, String conversation) {
        return reads.sql("SELECT count(*) FROM jira_issue WHERE conversation_id = ?")
                        .param(conversation)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public List<String> eraseConversation(JdbcClient ledger, String conversation) {
        return ledger
                .sql("DELETE FROM jira_issue WHERE conversation_id = ? RETURNING issue_key")
                .param(conversation)
                .query(String.class)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }
}
