package dev.aftertalk.privacy;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data that one package keeps in tables of its own. Whoever has a table that grows, or one that tells of a person, has a component of
 * this. It has no state and needs no other component, since commands use it without a server. What is done within a transaction of the ledger
 * may be done twice.
 */
public interface KeptData {

    /** What goes with age. */
    default List<Ageing> ageing() {
        return List.of();
    }

    /** Adds what else a person is known by here. Asked again as long as somebody's answer leads to more. */
    default void learn(JdbcClient reads, Person person) {}

    /** Whether there is anything of a conversation, whose events may be gone. */
    default boolean isStored(JdbcClient reads, String conversation) {
        return false;
    }

    /**
     * Makes a conversation nobody's, within a transaction.
     *
     * @return keys of the Jira issues that nothing leads to any more
     */
    default List<String> eraseConversation(JdbcClient ledger, String conversation) {
        return List.of();
    }

    /** Takes out what hangs on one event of the person's, within a transaction. */
    default void eraseEvent(JdbcClient ledger, String eventId) {}

    /** Looks for what names the person. Not asked within a transaction, so it may take its time. */
    default List<Erasable> find(Search search) {
        return List.of();
    }
}
