package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers given before a time. They are found score by score, as the index is that serves the figures. */
final class OldAnswers implements Sweep {

    private static final List<String> QUESTIONS =
            List.of("customerSatisfaction", "netPromoterScore", "satisfactionComment", "customQuestion");

    private static final String NEXT_SCORE =
            "SELECT min(score) FROM satisfaction_answer WHERE question = ? AND score > ?";

    static final String FIND =
            """
            SELECT conversation_id FROM satisfaction_answer WHERE question = ? AND score = ? AND created_at < ?
            ORDER BY created_at LIMIT ?""";

    /** Visitors' later answers have a later time and stay. */
    private static final String DELETE =
            "DELETE FROM %s WHERE question = ? AND created_at < ? AND conversation_id IN (%s)";

    /** Of these only answers were ever heard; the others go by the time of their end. */
    private static final String DELETE_CONVERSATIONS =
            """
            DELETE FROM conversation WHERE conversation_id IN (%s) AND closed_at IS NULL AND pushed_at IS NULL AND NOT EXISTS
              (SELECT 1 FROM satisfaction_answer a WHERE a.conversation_id = conversation.conversation_id)""";

    private static final String DELETE_OPERATORS =
            """
            DELETE FROM conversation_operator WHERE conversation_id IN (%s) AND NOT EXISTS
              (SELECT 1 FROM conversation c WHERE c.conversation_id = conversation_operator.conversation_id)""";

    private final Database database;
    private final long before;
    private final Deque<String> questions = new ArrayDeque<>(QUESTIONS);
    private Integer score;

    /** @param before milliseconds since 1970 */
    OldAnswers(Database database, long before) {
        this.database = database;
        this.before = before;
    }

    @Override
    public OptionalInt next() {
        while (score != null || nextScore()) {
            List<String> conversations = database.reads()
                    .sql(FIND)
                    .params(questions.peek(), score, before, PIECE)
                    .query(String.class)
                    .list();
            if (!conversations.isEmpty()) {
                return OptionalInt.of(
                        database.writes().write(ledger -> delete(ledger, questions.peek(), conversations)));
            }
            nextScore();
        }
        return OptionalInt.empty();
    }

    /** False when there is none left. */
    private boolean nextScore() {
        while (!questions.isEmpty()) {
            score = database.reads()
                    .sql(NEXT_SCORE)
                    .params(questions.peek(), score == null ? Integer.MIN_VALUE : score)
                    .query((row, n) -> row.getObject(1) == null ? null : row.getInt(1))
                    .list()
                    .get(0);
            if (score != null) {
                return true;
            }
            questions.remove();
        }
        return false;
    }

    private int delete(JdbcClient ledger, String question, List<String> conversations) {
        String marks = Database.marks(conversations);
        ledger.sql(DELETE.formatted("operator_answer", marks))
                .params(question, before)
                .params(conversations)
                .update();
        int deleted = ledger.sql(DELETE.formatted("satisfaction_answer", marks))
                .params(question, before)
                .params(conversations)
                .update();
        ledger.sql(DELETE_CONVERSATIONS.formatted(marks)).params(conversations).update();
        ledger.sql(DELETE_OPERATORS.formatted(marks)).params(conversations).update();
        ChangeCounter.countKeeping(ledger);
        return deleted;
    }
}
