package dev.aftertalk.satisfaction;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the answers and the state of the conversations. Each write says what it knows and the statement itself keeps the latest, so writes
 * may come in any order, from any node, and again.
 */
@Component
class SatisfactionStore {

    // Both databases decide about the row in the statement that writes it: two nodes can't overtake each other.
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

    private static final String FILL_IN_PROJECT =
            "UPDATE satisfaction_answer SET project_id = ? WHERE conversation_id = ? AND project_id IS NULL";

    private final JdbcClient database;
    private final LedgerWrites writes;

    SatisfactionStore(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** Stores what is newer than what is stored, all or nothing. */
    void store(Answers answers) {
        if (answers.answers().isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        for (Answer answer : answers.answers()) {
            values.add(answers.conversationId());
            values.add(answer.question().field());
            values.add(answer.score());
            values.add(answer.comment());
            values.add(answers.source());
            values.add(answers.projectId());
            values.add(answers.createdAt());
            values.add(answers.eventId());
        }
        String sql = UPSERT_ANSWERS.formatted(rows(8, answers.answers().size()));
        write(ledger -> {
            ledger.sql(sql).params(values).update();
            if (answers.ratesTheConversation()) {
                upsert(ledger, Progress.ofAnswers(answers));
            }
        });
    }

    void store(Progress progress) {
        write(ledger -> upsert(ledger, progress));
    }

    /** Stores what a look-up found; answers that did not say their project get it from there. */
    void store(Progress progress, List<String> operators) {
        List<Object> values = new ArrayList<>();
        for (String operator : operators) {
            values.add(progress.conversationId());
            values.add(operator);
        }
        write(ledger -> {
            if (progress.projectId() != null) {
                ledger.sql(FILL_IN_PROJECT)
                        .params(progress.projectId(), progress.conversationId())
                        .update();
            }
            upsert(ledger, progress);
            if (!operators.isEmpty()) {
                ledger.sql(INSERT_OPERATORS.formatted(rows(2, operators.size())))
                        .params(values)
                        .update();
            }
        });
    }

    /** Every question that the conversation's visitor has answered, with the answer that counts. */
    List<StoredAnswer> answersOf(String conversationId) {
        return attempt(() -> database.sql(
                        "SELECT question, score, comment, source, event_id FROM satisfaction_answer WHERE conversation_id = ?")
                .param(conversationId)
                .query((row, n) -> new StoredAnswer(
                        Question.ofField(row.getString("question")).orElseThrow(),
                        row.getInt("score"),
                        row.getString("comment"),
                        row.getString("source"),
                        row.getString("event_id")))
                .list());
    }

    private static void upsert(JdbcClient ledger, Progress p) {
        ledger.sql(UPSERT_CONVERSATION)
                .param(p.conversationId())
                .param(p.projectId())
                .param(p.channel())
                .param(p.receivedAt())
                .param(p.receivedAt())
                .param(p.closedAt())
                .param(p.responded() ? 1 : 0)
                .update();
    }

    private void write(Consumer<JdbcClient> work) {
        attempt(() -> writes.write(ledger -> {
            work.accept(ledger);
            return null;
        }));
    }

    private static String rows(int columns, int rows) {
        String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        return String.join(", ", Collections.nCopies(rows, row));
    }

    /** A database that is away or busy is tried again later; a statement it refuses would be refused again. */
    private static <T> T attempt(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataIntegrityViolationException | BadSqlGrammarException e) {
            throw new PermanentException(
                    "The database refused to store the answer or the conversation: see the log.", e);
        } catch (DataAccessException e) {
            throw new RetryableException("The database can't be reached or is busy.", e);
        }
    }
}
