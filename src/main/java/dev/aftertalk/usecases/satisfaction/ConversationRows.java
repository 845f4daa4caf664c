package dev.aftertalk.usecases.satisfaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is stored about one conversation, within one transaction. The row of the conversation is written first and so stays locked to the
 * end: whatever two nodes learn about a conversation at the same time, the later one sees what the earlier one wrote.
 */
final class ConversationRows {

    private static final String UPSERT_CONVERSATION =
            """
            INSERT INTO conversation AS c (conversation_id, project_id, channel, started_at, pushed_at, closed_at, responded)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (conversation_id) DO UPDATE SET
              project_id = coalesce(c.project_id, excluded.project_id),
              channel = coalesce(c.channel, excluded.channel),
              started_at = CASE WHEN c.started_at IS NULL OR excluded.started_at < c.started_at
                THEN excluded.started_at ELSE c.started_at END,
              pushed_at = CASE WHEN c.pushed_at IS NULL OR excluded.pushed_at > c.pushed_at
                THEN excluded.pushed_at ELSE c.pushed_at END,
              closed_at = CASE WHEN c.closed_at IS NULL OR excluded.closed_at > c.closed_at
                THEN excluded.closed_at ELSE c.closed_at END,
              responded = CASE WHEN excluded.responded > c.responded THEN excluded.responded ELSE c.responded END""";

    private static final String INSERT_OPERATORS =
            "INSERT INTO conversation_operator (conversation_id, operator_id) VALUES %s ON CONFLICT DO NOTHING";

    private static final String UPSERT_ANSWERS =
            """
            INSERT INTO satisfaction_answer (conversation_id, question, score, comment, source, project_id, created_at, event_id)
            VALUES %s
            ON CONFLICT (conversation_id, question) DO UPDATE SET
              score = excluded.score, comment = excluded.comment, source = excluded.source,
              project_id = coalesce(excluded.project_id, satisfaction_answer.project_id),
              created_at = excluded.created_at, event_id = excluded.event_id
            WHERE excluded.created_at > satisfaction_answer.created_at
               OR excluded.created_at = satisfaction_answer.created_at AND excluded.event_id > satisfaction_answer.event_id""";

    // An answer keeps the project that its event said.
    private static final String FILL_IN_ANSWERS =
            """
            UPDATE satisfaction_answer SET (project_id, channel) =
              (SELECT coalesce(satisfaction_answer.project_id, c.project_id), c.channel FROM conversation c
               WHERE c.conversation_id = satisfaction_answer.conversation_id)
            WHERE conversation_id = ? AND (project_id IS NULL OR channel IS NULL)""";

    private static final String FILL_IN_OPERATORS =
            """
            UPDATE conversation_operator SET (project_id, channel, closed_at, responded) =
              (SELECT c.project_id, c.channel, c.closed_at, c.responded FROM conversation c
               WHERE c.conversation_id = conversation_operator.conversation_id)
            WHERE conversation_id = ?""";

    private static final String COPY_ANSWERS =
            """
            INSERT INTO operator_answer (conversation_id, question, operator_id, score, created_at, project_id, channel)
            SELECT a.conversation_id, a.question, o.operator_id, a.score, a.created_at, a.project_id, a.channel
            FROM satisfaction_answer a JOIN conversation_operator o ON o.conversation_id = a.conversation_id
            WHERE a.conversation_id = ?
            ON CONFLICT (conversation_id, question, operator_id) DO UPDATE SET
              score = excluded.score, created_at = excluded.created_at, project_id = excluded.project_id, channel = excluded.channel""";

    private final JdbcClient ledger;
    private final String conversationId;

    ConversationRows(JdbcClient ledger, String conversationId) {
        this.ledger = ledger;
        this.conversationId = conversationId;
    }

    /** Must come first. */
    void remember(Progress p) {
        ledger.sql(UPSERT_CONVERSATION)
                .param(conversationId)
                .param(p.projectId())
                .param(p.channel())
                .param(p.receivedAt())
                .param(p.receivedAt())
                .param(p.closedAt())
                .param(p.responded() ? 1 : 0)
                .update();
        if (!p.operators().isEmpty()) {
            List<Object> values = new ArrayList<>();
            p.operators().forEach(operator -> Collections.addAll(values, conversationId, operator));
            ledger.sql(INSERT_OPERATORS.formatted(rows(2, p.operators().size())))
                    .params(values)
                    .update();
        }
    }

    void remember(Answers answers) {
        List<Object> values = new ArrayList<>();
        for (Answer answer : answers.answers()) {
            values.add(conversationId);
            values.add(answer.question().field());
            values.add(answer.score());
            values.add(answer.comment());
            values.add(answers.source());
            values.add(answers.projectId());
            values.add(answers.createdAt());
            values.add(answers.eventId());
        }
        ledger.sql(UPSERT_ANSWERS.formatted(rows(8, answers.answers().size())))
                .params(values)
                .update();
    }

    void lookedUp() {
        update("UPDATE conversation SET looked_up = 1 WHERE conversation_id = ?");
    }

    /** Takes what is known by now to the answers and the operators, which are counted without a join. */
    void spread() {
        update(FILL_IN_ANSWERS);
        update(FILL_IN_OPERATORS);
        update(COPY_ANSWERS);
    }

    private void update(String sql) {
        ledger.sql(sql).param(conversationId).update();
    }

    private static String rows(int columns, int rows) {
        String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        return String.join(", ", Collections.nCopies(rows, row));
    }
}
