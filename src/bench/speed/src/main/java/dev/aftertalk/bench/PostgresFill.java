package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;

/** Fills a ledger of PostgreSQL that no server has open, by its own program {@code psql}: as {@link LedgerFill} fills one of SQLite. */
final class PostgresFill {

    private static final long PIECE = 500_000;

    /** They are made anew of all rows at the end, which takes a fraction of the time. */
    private static final String WITHOUT_INDEXES =
            """
            CREATE TABLE bench_index AS SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN ('event', 'run')
              AND indexname NOT IN (SELECT conname FROM pg_constraint);
            DO $$ DECLARE each RECORD; BEGIN
              FOR each IN SELECT * FROM bench_index LOOP EXECUTE 'DROP INDEX ' || quote_ident(each.indexname); END LOOP; END $$;
            DELETE FROM run;
            DELETE FROM event;""";

    private static final String WITH_INDEXES =
            """
            SET maintenance_work_mem = '1GB';
            DO $$ DECLARE each RECORD; BEGIN
              FOR each IN SELECT * FROM bench_index LOOP EXECUTE each.indexdef; END LOOP; END $$;
            DROP TABLE bench_index;""";

    private static final String EVENTS =
            """
            SET session_replication_role = replica; -- what refers to each other is made here
            SET synchronous_commit = off;
            WITH drawn AS MATERIALIZED (SELECT i, %3$d + i * %4$d / %5$d AS at, gen_random_uuid()::text AS event_id,
                gen_random_uuid()::text AS conversation_id, gen_random_uuid()::text AS visitor_id FROM generate_series(%1$d::bigint, %2$d::bigint - 1) AS i)
            INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, project_id, created_at, received_at, origin, body)
            SELECT (at - 1577836800000) << 22, event_id, 'v2.conversation.closed', conversation_id, visitor_id, 1, at - 300, at, 'webhook',
              convert_to('{"eventId":"' || event_id || '","eventType":"v2.conversation.closed","platform":"ha","projectId":1,"clientId":1,'
                || '"conversationId":"' || conversation_id || '","operatorIds":[1,2],"visitorExternalId":"' || (1000000000000000 + i)
                || '","channel":"CHAT","page":"https://shop.example.com/baskets/summer","visitorId":"' || visitor_id
                || '","createdAt":"2019-04-12T07:58:35.171Z","sentAt":"2019-04-12T07:58:35.496Z"}', 'UTF8') FROM drawn;
            INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, first_claimed_at, claimed_at,
              ended_at, once_for, intent, intent_at, history)
            SELECT seq, workflow, 'done', conversation_id, created_at, 1, received_at, received_at, received_at, received_at, received_at + 20,
              CASE WHEN mails THEN conversation_id END, CASE WHEN mails THEN 'thank-you-email.' || event_id || ' (thank-you, d52188ca)' END,
              CASE WHEN mails THEN received_at END, CASE WHEN mails THEN '{"attempt":1,"begin":' || received_at || ',"end":' || (received_at + 20)
                || ',"state":"done","steps":[{"step":"iadvize-visitor-ask-rest","to":"iadvize-rest","answer":"HTTP 200","ms":8},'
                || '{"step":"email-sink-to-mail-server","to":"smtp","answer":"ok","ms":9}],"ids":["<thank-you-email.' || event_id
                || '@example.com>"]}' END
            FROM event CROSS JOIN (VALUES ('router', false), ('thank-you-email', true)) AS w (workflow, mails)
            WHERE seq >= (%3$d + %1$d * %4$d / %5$d - 1577836800000) << 22;""";

    private final PostgresCluster cluster;

    PostgresFill(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Events of which everything is done but for the runs that are dead.
     *
     * @param dead how many of the runs
     */
    void fill(long events, int dead) throws IOException, InterruptedException {
        long spread = LedgerFill.age(1).minus(LedgerFill.age(0)).toMillis();
        long begin = System.currentTimeMillis() - LedgerFill.age(1).toMillis();
        cluster.run(WITHOUT_INDEXES);
        for (long done = 0; done < events; done += PIECE) {
            long next = Math.min(done + PIECE, events);
            cluster.run(EVENTS.formatted(done, next, begin, spread, events));
            SpeedBenchmark.say("  filled in " + next + " of " + events + " events");
        }
        cluster.run(LedgerFill.DEAD.replace("?", "" + dead) + ";\n" + LedgerFill.FIRST_PASSWORD);
        long began = System.nanoTime();
        cluster.run(WITH_INDEXES);
        cluster.run("VACUUM ANALYZE");
        SpeedBenchmark.say("  indexed and analysed in "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }
}
