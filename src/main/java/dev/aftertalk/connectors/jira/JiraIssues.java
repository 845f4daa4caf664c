package dev.aftertalk.connectors.jira;

import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which issue a conversation has, and who is asking Jira for one: table {@code jira_issue}. Jira's search shows a new issue only after a
 * while; this table knows it at once, so that neither a replay nor another event of the conversation opens a second one.
 */
class JiraIssues {

    private static final Logger LOG = LoggerFactory.getLogger(JiraIssues.class);

    private static final String FIND = "SELECT issue_key, asked_by, asked_at FROM jira_issue WHERE conversation_id = ?";
    private static final String CLAIM =
            """
            INSERT INTO jira_issue (conversation_id, asked_by, asked_at) VALUES (?, ?, ?)
            ON CONFLICT (conversation_id) DO UPDATE SET asked_by = excluded.asked_by, asked_at = excluded.asked_at
            WHERE jira_issue.issue_key IS NULL AND jira_issue.asked_at = ?""";
    private static final String SAVE =
            """
            INSERT INTO jira_issue (conversation_id, issue_key, asked_by, asked_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (conversation_id) DO UPDATE SET issue_key = excluded.issue_key""";

    private final JdbcClient database;
    private final Duration indexLag;
    private final Clock clock;

    /** @param indexLag how long Jira's search may need to show a new issue */
    JiraIssues(JdbcClient database, Duration indexLag, Clock clock) {
        this.database = database;
        this.indexLag = indexLag;
        this.clock = clock;
    }

    /** A conversation's row: its issue's key, or null while it is being asked for. */
    private record Asked(String key, String by, long at) {}

    /** The key of the conversation's issue. */
    Optional<String> key(String conversationId) {
        return find(conversationId).map(Asked::key);
    }

    /**
     * Takes the right to ask Jira for the conversation's issue, which its search does not show.
     *
     * @param run who asks
     * @param inDoubt whether an earlier attempt of this run may have been heard, or was
     * @throws RetryableException while an issue may exist that the search does not show yet
     */
    void claim(String conversationId, String run, boolean inDoubt) {
        Asked asked = find(conversationId).orElse(null);
        long now = clock.millis();
        if (asked != null && asked.key() != null) {
            throw new RetryableException("The conversation has just got its issue, " + asked.key(), null);
        }
        boolean mayExist = asked != null && (inDoubt || !asked.by().equals(run));
        if (mayExist && now < asked.at() + indexLag.toMillis()) {
            throw new OutcomeUnknownException(
                    "Jira may have opened the issue already, and its search shows new ones late: looking for it again "
                            + "until jira.index-lag is over, then opening it",
                    null);
        }
        try {
            long before = asked == null ? -1 : asked.at();
            if (database.sql(CLAIM).params(conversationId, run, now, before).update() == 0) {
                throw new RetryableException("Another run is opening the conversation's issue just now", null);
            }
        } catch (DataAccessException e) {
            throw away(e);
        }
    }

    /** Notes the conversation's issue. */
    void save(String conversationId, String key, String run) {
        try {
            database.sql(SAVE).params(conversationId, key, run, clock.millis()).update();
        } catch (DataAccessException e) {
            // Not as its cause: Camel looks for the onException from the first cause on, and may end the run for it.
            OutcomeUnknownException unknown = new OutcomeUnknownException(
                    "The conversation's issue is " + key + ", which could not be noted", null);
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    /** Tells the log of a new issue; its conversation as the label names it, which is safe to write. */
    void opened(String key, String conversation) {
        LOG.info("Jira issue {} opened for conversation {}", key, conversation);
    }

    private Optional<Asked> find(String conversationId) {
        try {
            return database.sql(FIND)
                    .param(conversationId)
                    .query((row, number) -> new Asked(row.getString(1), row.getString(2), row.getLong(3)))
                    .optional();
        } catch (DataAccessException e) {
            throw away(e);
        }
    }

    private static RetryableException away(DataAccessException e) {
        return new RetryableException("The database could not be asked for the conversation's Jira issue", e);
    }
}
