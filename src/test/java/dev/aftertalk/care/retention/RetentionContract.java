package dev.aftertalk.care.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.history.OldEventStatements;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Owners;
import dev.aftertalk.privacy.Sweep;
import dev.aftertalk.usecases.satisfaction.OldStatements;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daily pass deletes and what it keeps. */
abstract class RetentionContract {

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final Duration DAYS_90 = Duration.ofDays(90);

    @TempDir
    Path folder;

    RetentionDatabase database;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    abstract RetentionDatabase newDatabase(Path folder);

    /** The plan of a statement with these values written into it. */
    abstract String plan(String sql);

    @BeforeEach
    void open() {
        database = newDatabase(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static long daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days)).toEpochMilli();
    }

    static RetentionSettings settings(Duration events, Duration dead, Duration answers, Duration comments) {
        return new RetentionSettings(events, dead, answers, comments, Duration.ofDays(400), null);
    }

    boolean pass(RetentionSettings settings, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Sweeps sweeps = new Sweeps(database.client(), database.writes(), settings, Owners.all());
        SharedTask task = new SharedTask(
                new Database(database.client(), database.writes()), "retention", RetentionPass.EVERY, clock);
        try {
            return new RetentionPass(sweeps, task, Duration.ofMillis(1), clock, registry).run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void event(int seq, int days, String state) {
        database.event(seq, "e" + seq, "c" + seq, "v", "{}", daysAgo(days));
        database.run(seq, "router", "done", "c" + seq, null);
        database.run(seq, "mail", state, "c" + seq, null);
    }

    private void answer(String conversation, String question, int score, String comment, int days) {
        database.execute(
                """
                INSERT INTO satisfaction_answer (conversation_id, question, score, comment, source, created_at, event_id)
                VALUES (?, ?, ?, ?, 'iadvize', ?, 'e')""",
                conversation,
                question,
                score,
                comment,
                daysAgo(days));
        database.execute(
                "INSERT INTO operator_answer (conversation_id, question, operator_id, score, created_at) VALUES (?, ?, 'ag1', ?, ?)",
                conversation,
                question,
                score,
                daysAgo(days));
    }

    private void conversation(String id, Integer pushed, Integer closed) {
        database.execute(
                "INSERT INTO conversation (conversation_id, pushed_at, closed_at, responded) VALUES (?, ?, ?, 0)",
                id,
                pushed == null ? null : daysAgo(pushed),
                closed == null ? null : daysAgo(closed));
        database.execute("INSERT INTO conversation_operator (conversation_id, operator_id) VALUES (?, 'ag1')", id);
    }

    private List<String> texts(String sql) {
        return database.client().sql(sql).query(String.class).list();
    }

    @Test
    void deletesWhatIadvizeAnsweredByWhenItsEventCame() {
        for (int days : new int[] {20, 31, 95}) {
            database.execute(
                    "INSERT INTO kept_answer (event_id, asked, at, sealed) VALUES (?, ?, ?, 's')",
                    "e" + days,
                    "a" + days,
                    daysAgo(days));
        }
        pass(new RetentionSettings(DAYS_90, null, null, null, null, null), NOW);
        assertThat(texts("SELECT event_id FROM kept_answer ORDER BY event_id")).containsExactly("e20", "e31");
        pass(new RetentionSettings(DAYS_90, null, null, null, null, Duration.ofDays(30)), NOW.plus(Duration.ofDays(2)));
        assertThat(texts("SELECT event_id FROM kept_answer")).containsExactly("e20");
    }

    @Test
    void deletesOldEventsWhoseRunsHaveEndedWithTheirRuns() {
        event(1, 91, "done");
        event(2, 91, "skipped");
        event(3, 91, "queued");
        event(4, 91, "retrying");
        event(5, 91, "running");
        event(6, 91, "dead");
        event(7, 91, "unrouted");
        event(8, 181, "dead");
        event(9, 89, "done");

        pass(settings(DAYS_90, Duration.ofDays(180), null, null), NOW);

        assertThat(texts("SELECT event_id FROM event ORDER BY seq"))
                .containsExactly("e3", "e4", "e5", "e6", "e7", "e9");
        assertThat(database.count("SELECT count(*) FROM run")).isEqualTo(12);
        assertThat(database.count("SELECT count(*) FROM run WHERE event_seq IN (1, 2, 8)"))
                .isZero();
        assertThat(registry.get("aftertalk.retention.deleted")
                        .tag("kind", "events")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void deletesMoreThanAPieceAndPassesOverWhatStays() {
        for (int i = 1; i <= 450; i++) {
            event(i, 100, i % 2 == 0 ? "done" : "dead");
        }

        pass(settings(DAYS_90, null, null, null), NOW);

        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(225);
        assertThat(database.count("SELECT count(*) FROM run WHERE state = 'dead'"))
                .isEqualTo(225);
    }

    @Test
    void keepsEverythingForEverWhenThatIsSaid() {
        event(1, 10_000, "done");
        answer("c1", "satisfactionComment", 1, "hello", 10_000);
        conversation("c1", 10_000, 10_000);

        pass(new RetentionSettings(Duration.ZERO, null, null, Duration.ZERO, null, null), NOW);

        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(1);
        assertThat(database.count("SELECT count(*) FROM conversation")).isEqualTo(1);
        assertThat(texts("SELECT comment FROM satisfaction_answer")).containsExactly("hello");
    }

    @Test
    void deletesClaimsOfLeadsAfterADayWhateverElseIsKept() {
        String claim =
                "INSERT INTO lead_claim (digest, workflow, event_id, claimed_at) VALUES (?, 'salesforce-lead-for-conversation', 'e', ?)";
        database.execute(claim, "old", daysAgo(2));
        database.execute(claim, "young", daysAgo(0));

        pass(new RetentionSettings(Duration.ZERO, null, null, Duration.ZERO, null, null), NOW);

        assertThat(texts("SELECT digest FROM lead_claim")).containsExactly("young");
    }

    @Test
    void deletesHowManyMailsAnAddressGotAfterADay() {
        String count = "INSERT INTO mail_count (run, address, number, counted_at) VALUES (?, 'a', ?, ?)";
        database.execute(count, "old", 1, daysAgo(2));
        database.execute(count, "young", 2, daysAgo(0));

        pass(new RetentionSettings(Duration.ZERO, null, null, Duration.ZERO, null, null), NOW);

        assertThat(texts("SELECT run FROM mail_count")).containsExactly("young");
    }

    @Test
    void deletesRefusedLoginsAfterThirtyDaysWhateverElseIsKept() {
        String login =
                "INSERT INTO refused_login (id, issuer, subject, name, role, at) VALUES (?, 'i', 'i 1', 'ada', 'viewer', ?)";
        database.execute(login, "old", daysAgo(31));
        database.execute(login, "young", daysAgo(29));

        pass(new RetentionSettings(Duration.ZERO, null, null, Duration.ZERO, null, null), NOW);

        assertThat(texts("SELECT id FROM refused_login")).containsExactly("young");
    }

    @Test
    void deletesOldAnswersAndConversationsAndKeepsTheYoungerAnswerOfTheSame() {
        conversation("old", 401, 401);
        conversation("never-closed", 401, null);
        conversation("only-answers", null, null);
        conversation("young", 10, 10);
        answer("old", "customerSatisfaction", 5, null, 401);
        answer("old", "netPromoterScore", 0, null, 401);
        answer("old", "customQuestion", 1, null, 399);
        answer("only-answers", "satisfactionComment", 0, "", 500);
        answer("young", "customerSatisfaction", 1, null, 10);
        for (int i = 0; i < 250; i++) {
            answer("many" + i, "netPromoterScore", i % 11, null, 420);
        }
        database.execute(
                "INSERT INTO jira_issue (conversation_id, issue_key, asked_by, asked_at) VALUES ('old', 'A-1', 'x', ?)",
                daysAgo(401));
        database.execute(
                "INSERT INTO jira_issue (conversation_id, issue_key, asked_by, asked_at) VALUES ('young', 'A-2', 'x', ?)",
                daysAgo(10));
        database.execute(
                "INSERT INTO audit_entry (at, who, what, about, detail) VALUES (?, 'a', 'old', '', '')", daysAgo(401));
        database.execute(
                "INSERT INTO audit_entry (at, who, what, about, detail) VALUES (?, 'a', 'young', '', '')", daysAgo(10));

        pass(settings(null, null, Duration.ofDays(400), null), NOW);

        for (String table : List.of("satisfaction_answer", "operator_answer")) {
            assertThat(texts("SELECT conversation_id || ' ' || question FROM " + table + " ORDER BY 1"))
                    .containsExactly("old customQuestion", "young customerSatisfaction");
        }
        assertThat(texts("SELECT conversation_id FROM conversation")).containsExactly("young");
        assertThat(texts("SELECT conversation_id FROM conversation_operator")).containsExactly("young");
        assertThat(texts("SELECT issue_key FROM jira_issue")).containsExactly("A-2");
        assertThat(texts("SELECT what FROM audit_entry")).containsExactly("young");
    }

    @Test
    void deletesWhatIsOverOfReconciliationsReplaysAndErasures() {
        reconciled(1, "done", 91);
        reconciled(2, "failed", 91);
        reconciled(3, "waiting", null);
        reconciled(4, "running", 91);
        reconciled(5, "done", 89);
        replay("over", "done", daysAgo(91));
        replay("cancelled", "cancelled", daysAgo(91));
        replay("young", "done", daysAgo(89));
        replay("goes-on", "running", null);
        database.execute(
                "INSERT INTO survey (conversation_id, event_id, asked_at) VALUES ('old', 'e', ?), ('young', 'e', ?)",
                daysAgo(91),
                daysAgo(89));
        database.execute("INSERT INTO erased (digest, erased_at) VALUES ('old', ?)", daysAgo(91));
        database.execute("INSERT INTO erased (digest, erased_at) VALUES ('young', ?)", daysAgo(89));

        pass(settings(DAYS_90, null, null, null), NOW);

        assertThat(texts("SELECT CAST(id AS TEXT) FROM reconciliation ORDER BY id"))
                .containsExactly("3", "4", "5");
        assertThat(texts("SELECT id FROM bulk_order ORDER BY id")).containsExactly("goes-on", "young");
        assertThat(texts("SELECT digest FROM erased")).containsExactly("young");
        assertThat(texts("SELECT conversation_id FROM survey")).containsExactly("young");
    }

    @Test
    void keepsTheNewestReconciliationSoThatItsNumberIsNotGivenAgain() {
        reconciled(1, "done", 99);
        reconciled(2, "done", 91);

        pass(settings(DAYS_90, null, null, null), NOW);

        assertThat(texts("SELECT CAST(id AS TEXT) FROM reconciliation")).containsExactly("2");
    }

    @Test
    void forgetsWhoListenedLongAgoButNeverWhoListenedLast() {
        listened(200, 150);
        listened(140, 91);
        listened(95, 89);
        pass(settings(DAYS_90, null, null, null), NOW);
        assertThat(database.count("SELECT count(*) FROM listening")).isEqualTo(1);

        pass(settings(DAYS_90, null, null, null), NOW.plus(Duration.ofDays(100)));
        assertThat(database.count("SELECT count(*) FROM listening")).isEqualTo(1);
    }

    private void reconciled(int id, String state, Integer endedDaysAgo) {
        database.execute(
                """
                INSERT INTO reconciliation (id, reason, from_at, to_at, state, requested_at, due_at, ended_at, pages, found, had, started,
                  missing, attempts) VALUES (?, 'dark', ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)""",
                id,
                id,
                id + 1,
                state,
                daysAgo(200),
                daysAgo(200),
                endedDaysAgo == null ? null : daysAgo(endedDaysAgo));
    }

    private void replay(String id, String state, Long ended) {
        database.execute(
                """
                INSERT INTO bulk_order (id, state, who, created_at, ended_at, filter, force, per_second, matched, changed, cursor_workflow,
                  cursor_time, cursor_seq, lease_until) VALUES (?, ?, 'a', ?, ?, '{}', 0, 1, 1, 0, '', 0, 0, 0)""",
                id,
                state,
                daysAgo(200),
                ended);
    }

    private void listened(int fromDaysAgo, int toDaysAgo) {
        database.execute(
                "INSERT INTO listening (node, started_at, until_at) VALUES ('a', ?, ?)",
                daysAgo(fromDaysAgo),
                daysAgo(toDaysAgo));
    }

    @Test
    void emptiesOldCommentsAndKeepsTheAnswers() {
        for (int i = 0; i < 250; i++) {
            answer("c" + i, "satisfactionComment", 1, "text " + i, 31);
        }
        answer("young", "satisfactionComment", 1, "young", 29);

        pass(settings(null, null, null, Duration.ofDays(30)), NOW);

        assertThat(texts("SELECT comment FROM satisfaction_answer WHERE comment <> ''"))
                .containsExactly("young");
        assertThat(database.count("SELECT sum(score) FROM satisfaction_answer")).isEqualTo(251);
    }

    @Test
    void isDoneOnceADayByOneServer() {
        RetentionSettings settings = settings(DAYS_90, null, null, null);

        assertThat(pass(settings, NOW)).isTrue();
        assertThat(pass(settings, NOW.plusSeconds(3600))).isFalse();
        assertThat(pass(settings, NOW.plus(Duration.ofHours(25)))).isTrue();
    }

    @Test
    void isDoneThoughAClockThatWasAheadHasPutItOff() {
        RetentionSettings settings = settings(DAYS_90, null, null, null);

        assertThat(pass(settings, NOW.plus(Duration.ofHours(2)))).isTrue();
        assertThat(pass(settings, NOW)).isTrue();
        assertThat(pass(settings, NOW.plusSeconds(3600))).isFalse();
    }

    @Test
    void isDoneOnceByTwoServersWhoseClocksDiffer() {
        RetentionSettings settings = settings(DAYS_90, null, null, null);

        assertThat(pass(settings, NOW.plusSeconds(30))).isTrue();
        assertThat(pass(settings, NOW)).isFalse();
    }

    @Test
    void isTakenOverFromAServerThatStoppedInTheMiddle() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        assertThat(new SharedTask(
                                new Database(database.client(), database.writes()),
                                "retention",
                                RetentionPass.EVERY,
                                clock)
                        .claim(RetentionPass.LEASE))
                .isTrue();

        RetentionSettings settings = settings(DAYS_90, null, null, null);
        assertThat(pass(settings, NOW.plus(Duration.ofMinutes(14)))).isFalse();
        assertThat(pass(settings, NOW.plus(Duration.ofMinutes(16)))).isTrue();
    }

    @Test
    void anEventThatIsReplayedWhileItIsBeingDeletedStaysWhole() {
        event(1, 100, "dead");
        Sweep old = OldEventStatements.sweep(
                new Database(database.client(), new ReplayingWrites(database)), daysAgo(90), daysAgo(90));

        old.next();

        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(1);
        assertThat(database.count("SELECT count(*) FROM run")).isEqualTo(2);
    }

    @Test
    void findsWhatIsOldByIndex() {
        database.execute(numbered(
                "INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)",
                "i, 'e' || i, 't', i, i, 'webhook', " + (database.isSqlite() ? "x'7b7d'" : "'{}'")));
        database.execute(numbered(
                "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at)",
                "i, 'mail', 'done', i, 1, i, i"));
        database.execute(numbered(
                "INSERT INTO satisfaction_answer (conversation_id, question, score, source, created_at, event_id)",
                "'c' || i, 'satisfactionComment', i % 2, 'iadvize', i, 'e'"));
        database.execute(numbered(
                "INSERT INTO conversation (conversation_id, closed_at, pushed_at, responded)",
                "'c' || i, CASE WHEN i % 2 = 0 THEN i END, i, 0"));
        database.client().sql("ANALYZE").update();

        for (String sql : List.of(
                OldEventStatements.FIND.replaceFirst("\\?", "5").replaceFirst("\\?", "5"),
                OldStatements.ANSWERS
                        .replaceFirst("\\?", "'satisfactionComment'")
                        .replaceFirst("\\?", "1")
                        .replaceFirst("\\?", "300"),
                OldStatements.COMMENTS
                        .replaceFirst("\\?", "300")
                        .replaceFirst("\\?", "5")
                        .replaceFirst("\\?", "'c5'"),
                OldStatements.ENDED_CONVERSATIONS.replaceFirst("\\?", "300"),
                OldStatements.ENDLESS_CONVERSATIONS.replaceFirst("\\?", "300"),
                OldEventStatements.DELETE_RUNS.formatted("1, 2, 3"),
                OldEventStatements.DELETE_EVENTS.formatted("1, 2, 3"))) {
            assertThat(plan(sql.replace("?", "200")).toUpperCase(Locale.ROOT))
                    .as(sql)
                    .containsAnyOf(
                            "USING INDEX",
                            "USING COVERING INDEX",
                            "INDEX SCAN",
                            "INDEX ONLY SCAN",
                            "PRIMARY KEY",
                            "BITMAP INDEX")
                    .doesNotContain(
                            "SEQ SCAN", "SCAN EVENT", "SCAN E ", "SCAN SATISFACTION", "SCAN CONVERSATION", "SCAN RUN");
        }
    }

    private static String numbered(String insert, String values) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) " + insert + " SELECT "
                + values + " FROM n";
    }
}
