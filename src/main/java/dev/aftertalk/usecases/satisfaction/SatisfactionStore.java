package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
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

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final ChangeCounter changes = new ChangeCounter();

    SatisfactionStore(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** Stores what is newer than what is stored, all or nothing. */
    void store(Answers answers) {
        if (answers.answers().isEmpty()) {
            return;
        }
        write(ledger -> {
            ConversationRows rows = new ConversationRows(ledger, answers.conversationId());
            rows.remember(Progress.ofAnswers(answers));
            rows.remember(answers);
            rows.spread();
        });
    }

    void store(Progress progress) {
        write(ledger -> {
            ConversationRows rows = new ConversationRows(ledger, progress.conversationId());
            rows.remember(progress);
            rows.spread();
        });
    }

    /** Stores what a look-up found, and that there was one; answers that did not say their project get it from there. */
    void store(Progress found, List<Name> names) {
        List<Name> news = attempt(() -> new NameRows(database).newOrOld(names));
        write(ledger -> {
            ConversationRows rows = new ConversationRows(ledger, found.conversationId());
            rows.remember(found);
            rows.lookedUp();
            rows.spread();
            new NameRows(ledger).remember(news);
        });
    }

    /** Whether a look-up could tell more about the conversation than its events and earlier look-ups did. */
    boolean worthALookUp(String conversationId) {
        return attempt(() -> new NameRows(database).missing(conversationId));
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

    private void write(Consumer<JdbcClient> work) {
        attempt(() -> writes.write(ledger -> {
            work.accept(ledger);
            changes.count(ledger);
            return null;
        }));
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
