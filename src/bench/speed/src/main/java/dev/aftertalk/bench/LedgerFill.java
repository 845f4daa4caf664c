package dev.aftertalk.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Fills a ledger of SQLite that no server has open, in the order of its keys. Without a journal and without waiting for the disk: should the
 * machine go down meanwhile, nothing but a folder of the benchmark is lost.
 */
final class LedgerFill implements AutoCloseable {

    private static final long SPREAD = Duration.ofDays(85).toMillis();
    private static final long NEWEST_AGE = Duration.ofHours(1).toMillis();
    private static final long PIECE = 250_000;

    /** What the ids are made of is drawn once for each event, in no order, as iAdvize's are. */
    private static final String EVENTS =
            """
            WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2),
              drawn AS MATERIALIZED (SELECT i, ?3 + i * ?4 / ?5 AS at, lower(hex(randomblob(16))) AS e, lower(hex(randomblob(16))) AS c,
                lower(hex(randomblob(16))) AS v FROM n),
              new AS MATERIALIZED (SELECT i, at, %s AS event_id, %s AS conversation_id, %s AS visitor_id FROM drawn)
            INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, project_id, created_at, received_at, origin, body)
            SELECT (at - 1577836800000) << 22, event_id, 'v2.conversation.closed', conversation_id, visitor_id, 1, at - 300, at, 'webhook',
              CAST('{"eventId":"' || event_id || '","eventType":"v2.conversation.closed","platform":"ha","projectId":1,"clientId":1,'
                || '"conversationId":"' || conversation_id || '","operatorIds":[1,2],"visitorExternalId":"' || (1000000000000000 + i)
                || '","channel":"CHAT","page":"https://shop.example.com/baskets/summer","visitorId":"' || visitor_id
                || '","createdAt":"2019-04-12T07:58:35.171Z","sentAt":"2019-04-12T07:58:35.496Z"}' AS BLOB)
            FROM new"""
                    .formatted(uuid("e"), uuid("c"), uuid("v"));

    /** Of each event what the benchmark's router leads to: its own run, and that which sends the mail. */
    private static final String ENDED_RUNS =
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, first_claimed_at, claimed_at,
              ended_at, once_for, intent, intent_at, history)
            SELECT seq, workflow, 'done', conversation_id, created_at, 1, received_at, received_at, received_at, received_at, received_at + 20,
              iif(mails, conversation_id, NULL), iif(mails, 'thank-you-email.' || event_id || ' (thank-you, d52188ca)', NULL),
              iif(mails, received_at, NULL), iif(mails, '{"attempt":1,"begin":' || received_at || ',"end":' || (received_at + 20)
                || ',"state":"done","steps":[{"step":"iadvize-visitor-ask-rest","to":"iadvize-rest","answer":"HTTP 200","ms":8},'
                || '{"step":"email-sink-to-mail-server","to":"smtp","answer":"ok","ms":9}],"ids":["<thank-you-email.' || event_id
                || '@example.com>"]}', NULL)
            FROM event CROSS JOIN (SELECT 'router' AS workflow, 0 AS mails UNION ALL SELECT 'thank-you-email', 1)
            WHERE seq > ?""";

    private static final String DUE_RUNS =
            """
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)
            SELECT seq, ?, 'queued', conversation_id, created_at, 0, received_at, received_at FROM event WHERE seq > ?
            ORDER BY seq LIMIT ?""";

    /** One visitor in ten has rated the conversation. */
    private static final String ANSWERS =
            """
            INSERT INTO satisfaction_answer (conversation_id, question, score, source, project_id, created_at, event_id, channel)
            SELECT conversation_id, 'customerSatisfaction', 1 + (seq >> 22) % 5, 'iadvize', 1, received_at, event_id, 'CHAT'
            FROM event WHERE seq > ? AND event_id < '1a'""";

    /** Some runs, of whichever age, are dead of three kinds of cause; ids are random. For SQLite and PostgreSQL. */
    static final String DEAD =
            """
            UPDATE run SET state = 'dead', intent = NULL, intent_at = NULL, once_for = NULL, cause = CASE event_seq / 4194304000 % 3
              WHEN 0 THEN 'The mail server refused the message: 550 5.1.1 no such user, job ' || event_seq
              WHEN 1 THEN 'iAdvize answered HTTP 404 (visitor ' || event_seq || ')' ELSE 'There is no template thank-you' END
            WHERE workflow = 'thank-you-email' AND event_seq IN (SELECT seq FROM event ORDER BY event_id LIMIT ?)""";

    /** Whoever is first need not choose a password of one's own. */
    static final String FIRST_PASSWORD = "UPDATE user_account SET must_change_password = 0";

    private final Path ledger;
    private final Connection connection;

    LedgerFill(Path ledger) throws SQLException {
        this.ledger = ledger;
        connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        execute("PRAGMA journal_mode = OFF");
        execute("PRAGMA synchronous = OFF");
        execute("PRAGMA cache_size = -2000000"); // KiB
        execute("DELETE FROM run");
        execute("DELETE FROM event"); // what the first start was asked would stand behind all others
        connection.setAutoCommit(false);
    }

    private static String uuid(String hex) {
        return "substr(%1$s, 1, 8) || '-' || substr(%1$s, 9, 4) || '-' || substr(%1$s, 13, 4) || '-' || substr(%1$s, 17, 4) || '-' || substr(%1$s, 21)"
                .formatted(hex);
    }

    /** @return of the event at this share, from the newest at 0 to the oldest at 1 */
    static Duration age(double share) {
        return Duration.ofMillis(NEWEST_AGE + Math.round(share * SPREAD));
    }

    /** @return the least key of those received then */
    static long seq(long receivedAt) {
        return (receivedAt - 1577836800000L) << 22;
    }

    /**
     * Events of which everything is done.
     *
     * @param due how many of them have one more run, which is due
     * @param waiting the workflow of that
     */
    void events(long count, long due, String waiting) throws SQLException {
        long begin = System.currentTimeMillis() - NEWEST_AGE - SPREAD;
        long last = 0;
        for (long done = 0; done < count; ) {
            long next = Math.min(done + PIECE, count);
            update(EVENTS, done, next, begin, SPREAD, count);
            update(ENDED_RUNS, last);
            update(DUE_RUNS, waiting, last, due * next / count - due * done / count);
            update(ANSWERS, last);
            connection.commit();
            last = lastEvent();
            done = next;
            SpeedBenchmark.say("  filled in " + done + " of " + count + " events");
        }
    }

    /** Has so many runs be dead. */
    void dead(int count) throws SQLException {
        update(DEAD, count);
        connection.commit();
    }

    void keepFirstPassword() throws SQLException {
        update(FIRST_PASSWORD);
        connection.commit();
    }

    /** Has a workflow be paused. */
    void pause(String workflow) throws SQLException {
        update(
                "INSERT INTO pause (kind, name, paused_at, who, reason) VALUES ('workflow', ?, ?, 'benchmark', '')",
                workflow,
                System.currentTimeMillis());
        connection.commit();
    }

    /** Gives it a token that may look, as if somebody had made it at /admin/tokens. */
    void token(String token) throws SQLException {
        update(
                "INSERT INTO api_token (id, name, hash, scopes, created_by, created_at) VALUES ('benchmark', 'benchmark', ?, 'read', 'benchmark', ?)",
                sha256(token),
                System.currentTimeMillis());
        connection.commit();
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private long lastEvent() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(seq) FROM event")) {
            return row.getLong(1);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.setAutoCommit(true);
        execute("PRAGMA journal_mode = WAL");
        connection.close();
        try (FileChannel file = FileChannel.open(ledger, StandardOpenOption.WRITE)) {
            file.force(true); // or the server's first syncs would wait for all of it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
