package dev.aftertalk.care.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.commands.EraseCommand;
import dev.aftertalk.connectors.mail.MailLimit;
import dev.aftertalk.connectors.salesforce.LeadClaims;
import dev.aftertalk.privacy.Owners;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.usecases.promo.CodeHolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a person is gone from every table there is, and nobody else is. */
abstract class ErasureContract {

    static final String VISITOR = "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44";
    static final String UNIQUE = "593de0891b628a50b09835dc6c0e92565329c74baa90e";
    static final String TALK = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    static final String SECOND_TALK = "2d90a8a2-16df-45f5-897e-31adf9aa165d";
    static final String EMAIL = "Zoé.Martin@Example.org";
    static final String WORDS = "my cat Minou is ill";
    static final String OTHER = "99999999-c891-4a9c-b47e-91ee6c8ffb44";
    static final String RECONCILED = "reconciled-v2.conversation.closed-" + TALK;
    static final String OTHERS_TALK = "88888888-f73c-42cd-89e9-afbbee7d9024";

    @TempDir
    Path folder;

    RetentionDatabase database;

    abstract RetentionDatabase newDatabase(Path folder);

    @BeforeEach
    void fill() {
        fill(folder);
    }

    private void fill(Path folder) {
        database = newDatabase(folder);
        database.event(1, "e1", TALK, VISITOR, body(TALK, VISITOR, "63429889", ""), 1000);
        database.run(1, "router", "done", TALK, null);
        database.run(1, "thank-you-email", "retrying", TALK, "refused: <zoé.martin@example.org>");
        database.run(1, "jira-ticket-on-request", "dead", TALK, "no such project " + TALK);
        database.run(1, "csat", "done", TALK, "for " + VISITOR);
        // Known by the conversation alone.
        database.event(2, "e2", TALK, null, "{\"eventId\":\"e2\",\"satisfactionComment\":\"" + WORDS + "\"}", 2000);
        database.run(2, "router", "queued", TALK, null);
        // Known by the number that the first event tells, and with an id of another kind that leads to one more.
        database.event(3, "e3", SECOND_TALK, UNIQUE, body(SECOND_TALK, UNIQUE, "63429889", ""), 3000);
        database.run(3, "router", "done", SECOND_TALK, null);
        database.event(4, "e4", null, UNIQUE, "{\"eventId\":\"e4\",\"visitorId\":\"" + UNIQUE + "\"}", 4000);
        database.run(4, "router", "unrouted", UNIQUE, null);
        database.event(5, "e5", OTHERS_TALK, OTHER, body(OTHERS_TALK, OTHER, "63429", ""), 5000);
        database.run(5, "router", "done", OTHERS_TALK, null);
        database.run(5, "thank-you-email", "queued", OTHERS_TALK, null);
        answers(TALK, WORDS);
        answers(SECOND_TALK, "fine");
        answers(OTHERS_TALK, "thanks");
        jira(TALK, "SUP-1");
        jira(OTHERS_TALK, "SUP-2");
        database.execute(
                "UPDATE run SET history = ? WHERE event_seq = 1 AND workflow = 'csat'", "{\"to\":\"" + VISITOR + "\"}");
        database.execute("UPDATE run SET once_for = order_key WHERE workflow = 'thank-you-email'");
        database.execute(
                """
                INSERT INTO bulk_order (id, state, who, created_at, filter, force, per_second, matched, changed, cursor_workflow,
                  cursor_time, cursor_seq, lease_until) VALUES ('r1', 'running', 'a', 1, ?, 0, 1, 1, 0, '', 0, 0, 0)""",
                "{\"visitorId\":\"" + VISITOR + "\"}");
        skipped("s1", "the visitor " + VISITOR + " wants none");
        skipped("s2", "the visitor " + OTHER + " wants none");
        // Made of iAdvize's list, and named after the conversation; an answer that came so, too.
        database.event(8, RECONCILED, TALK, VISITOR, body(TALK, VISITOR, "63429889", ""), 8000);
        database.run(8, "router", "done", TALK, null);
        database.execute("UPDATE satisfaction_answer SET event_id = ? WHERE conversation_id = ?", RECONCILED, TALK);
        audit("run.replayed", RECONCILED, "csat");
        audit("run.skipped", "e1", "jira-ticket-on-request: Zoé called, she wants none");
        audit("run.skipped", "e5", "jira-ticket-on-request: the other one called");
        audit("replay.started", "r1", "3 runs {\"visitor\":\"" + VISITOR + "\"}");
        audit("user.created", "ann", "operator");
        code("CODE-1", "e1", "visitorId:" + VISITOR, "email:zoé.martin@example.org");
        code("CODE-2", "e5", "visitorId:" + OTHER);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static String body(String talk, String visitor, String number, String more) {
        return """
                {"eventId":"x","conversationId":"%s","visitorId":"%s","visitorExternalId":"%s"%s}"""
                .formatted(talk, visitor, number, more);
    }

    void answers(String talk, String comment) {
        database.execute(
                "INSERT INTO conversation (conversation_id, project_id, closed_at, responded) VALUES (?, 1, 1000, 1)",
                talk);
        database.execute(
                "INSERT INTO conversation_operator (conversation_id, operator_id, closed_at) VALUES (?, 'ag1', 1000)",
                talk);
        for (String question : List.of("customerSatisfaction", "satisfactionComment")) {
            boolean words = question.equals("satisfactionComment");
            database.execute(
                    """
                    INSERT INTO satisfaction_answer (conversation_id, question, score, comment, source, created_at, event_id)
                    VALUES (?, ?, ?, ?, 'iadvize', 1000, 'e')""",
                    talk,
                    question,
                    words ? 1 : 5,
                    words ? comment : null);
            database.execute(
                    "INSERT INTO operator_answer (conversation_id, question, operator_id, score, created_at) VALUES (?, ?, 'ag1', ?, 1000)",
                    talk,
                    question,
                    words ? 1 : 5);
        }
    }

    void jira(String talk, String key) {
        database.execute(
                "INSERT INTO survey (conversation_id, event_id, asked_at) VALUES (?, 'e', 1) ON CONFLICT DO NOTHING",
                talk);
        database.execute(
                "INSERT INTO jira_issue (conversation_id, issue_key, asked_by, asked_at) VALUES (?, ?, 'jira-ticket-on-request e', 1)",
                talk,
                key);
    }

    void audit(String what, String about, String detail) {
        database.execute(
                "INSERT INTO audit_entry (at, who, what, about, detail) VALUES (1, 'ann', ?, ?, ?)",
                what,
                about,
                detail);
    }

    private List<String> audits(String what) {
        return database.rows().stream()
                .filter(row -> row.startsWith("audit_entry") && row.contains("what=" + what + " "))
                .sorted()
                .toList();
    }

    void code(String code, String eventId, String... identities) {
        database.execute(
                "INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES ('thank-you', 1, 1) ON CONFLICT (campaign) DO NOTHING");
        database.execute(
                "INSERT INTO promo_code (campaign, code, loaded_at, line, allocated_at, event_id) VALUES ('thank-you', ?, 1, 1, 1, ?)",
                code,
                eventId);
        for (String identity : identities) {
            database.execute(
                    "INSERT INTO promo_holder (campaign, identity, code) VALUES ('thank-you', ?, ?)",
                    digest(identity),
                    code);
        }
    }

    private static String digest(String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(identity.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void skipped(String id, String reason) {
        database.execute(
                """
                INSERT INTO bulk_order (id, action, reason, state, who, created_at, filter, force, per_second, matched, changed, cursor_workflow,
                  cursor_time, cursor_seq, lease_until) VALUES (?, 'skip', ?, 'running', 'a', 1, '{"state":"dead"}', 0, 1, 9, 0, '', 0, 0, 0)""",
                id,
                reason);
    }

    private Erasure erasure() {
        return new Erasure(
                database.dataSource(), database.writes(), Duration.ofMillis(500), database.isSqlite(), Owners.all());
    }

    ErasureReport erase(String visitorId, String email) {
        try {
            return erasure().run(new ErasureRequest(visitorId, null, null, null, email), "admin");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows that have any of what the person is known by in them. */
    List<String> traces() {
        List<String> names = List.of(
                VISITOR,
                UNIQUE,
                TALK,
                SECOND_TALK,
                "63429889",
                "zoé.martin",
                WORDS.toLowerCase(),
                digest("visitorId:" + VISITOR).toLowerCase(),
                digest("email:zoé.martin@example.org").toLowerCase());
        return database.rows().stream()
                .filter(row -> names.stream().anyMatch(row.toLowerCase()::contains))
                .toList();
    }

    private List<String> othersRows() {
        return database.rows().stream()
                .filter(row -> row.contains(OTHER) || row.contains(OTHERS_TALK) || row.contains("CODE-2"))
                .toList();
    }

    @Test
    void leavesNothingOfThePersonInAnyTable() {
        assertThat(traces()).hasSizeGreaterThan(15);
        List<String> others = othersRows();

        ErasureReport report = erase(VISITOR, null);

        assertThat(traces()).isEmpty();
        assertThat(othersRows()).isEqualTo(others).hasSizeGreaterThan(8);
        assertThat(report.events()).isEqualTo(5);
        assertThat(report.stoppedRuns()).isEqualTo(3);
        assertThat(report.interruptedRuns()).isZero();
        assertThat(report.conversations()).isEqualTo(2);
        assertThat(report.promoCodes()).isEqualTo(1);
        assertThat(report.jiraIssues()).containsExactly("SUP-1");
        assertThat(report.notes()).anyMatch(note -> note.contains("SUP-1"));
    }

    @Test
    void findsTheRestWhenItIsAskedAgainAfterACrash() throws Exception {
        boolean crashed = true;
        for (int writes = 1; crashed; writes++) {
            close();
            fill(Files.createDirectory(folder.resolve("crash-" + writes)));
            database.execute(
                    "UPDATE satisfaction_answer SET comment = ? WHERE conversation_id = ? AND question = 'satisfactionComment'",
                    "it is " + UNIQUE, // which only the first of the person's events leads to
                    OTHERS_TALK);
            crashed = crashes(writes);

            erase(VISITOR, null);

            assertThat(traces()).as("after a crash at write %s", writes).isEmpty();
        }
    }

    /** Whether an erasure writes so often that it has met its crash. */
    private boolean crashes(int write) throws InterruptedException {
        CrashingWrites writes = new CrashingWrites(database.writes(), write);
        try {
            new Erasure(database.dataSource(), writes, Duration.ofMillis(500), database.isSqlite(), Owners.all())
                    .run(new ErasureRequest(VISITOR, null, null, null, null), "admin");
            return false;
        } catch (CrashingWrites.Crash e) {
            return true;
        }
    }

    @Test
    void countsWhatWouldGoAndChangesNothing() {
        ErasureRequest request = new ErasureRequest(VISITOR, null, null, null, null);

        ErasurePreview first = erasure().preview(request);
        assertThat(first).isEqualTo(new ErasurePreview(5, 2, 0, 1));
        assertThat(erasure().preview(request)).isEqualTo(first);
        ErasureReport report = erase(VISITOR, null);
        assertThat(new ErasurePreview(report.events(), report.conversations(), report.comments(), report.promoCodes()))
                .isEqualTo(first);
        assertThat(erasure().preview(request).nothing()).isTrue();
    }

    @Test
    void findsThePersonByAnAddressThatOnlyAPromoCodeKnows() {
        database.execute("UPDATE run SET cause = NULL");

        ErasureReport report = erase(null, EMAIL);

        assertThat(traces()).isEmpty();
        assertThat(report.events()).isEqualTo(5);
        assertThat(report.notes()).anyMatch(note -> note.contains("Give the ids too"));
    }

    @Test
    void anEventThatComesAgainAfterItsErasureDoesNotActAgain() {
        erase(VISITOR, null);
        List<String> runs = runs();

        assertThat(database.accept("{\"eventId\":\"e1\",\"eventType\":\"v2.conversation.closed\",\"conversationId\":\""
                        + TALK + "\",\"visitorId\":\"" + VISITOR + "\"}"))
                .isFalse();
        assertThat(runs()).isEqualTo(runs);
        assertThat(traces()).isEmpty();
    }

    private List<String> runs() {
        return database.rows().stream().filter(row -> row.startsWith("run ")).toList();
    }

    @Test
    void knowsItsConversationsAndVisitorsAgain() {
        ErasedIds erased = new ErasedIds(
                database.client(), database.writes(), new SharedKeys(database.client(), database.writes()));
        Set<String> all = Set.of(
                ErasedIds.conversation(TALK),
                ErasedIds.conversation(SECOND_TALK.toUpperCase()),
                ErasedIds.conversation(OTHERS_TALK),
                ErasedIds.conversation("never-stored"),
                ErasedIds.visitor(VISITOR),
                ErasedIds.visitor(UNIQUE),
                ErasedIds.visitor("63429889"),
                ErasedIds.visitor(OTHER),
                ErasedIds.conversation("63429889"));
        assertThat(erased.among(all)).isEmpty();

        erase(VISITOR, null);
        EraseCommand.run("--conversation-id=never-stored", "--spring.datasource.url=" + database.url());

        assertThat(erased.among(all).keySet())
                .containsExactlyInAnyOrder(
                        ErasedIds.conversation(TALK),
                        ErasedIds.conversation(SECOND_TALK),
                        ErasedIds.conversation("never-stored"),
                        ErasedIds.visitor(VISITOR),
                        ErasedIds.visitor(UNIQUE),
                        ErasedIds.visitor("63429889"));
        assertThat(erased.among(Set.of(ErasedIds.visitor(VISITOR))).values())
                .allSatisfy(at -> assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now()));
        assertThat(traces()).isEmpty();
    }

    @Test
    void takesOutWhoseLeadIsBeingMadeByTheEventAndByTheAddress() {
        String claim =
                "INSERT INTO lead_claim (digest, workflow, event_id, claimed_at) VALUES (?, 'salesforce-lead-for-conversation', ?, 1)";
        SharedKeys keys = new SharedKeys(database.client(), database.writes());
        database.execute(claim, LeadClaims.digests(keys, Set.of(EMAIL)).get(0), "gone already");
        database.execute(claim, "of the person's event", "e3");
        database.execute(claim, "of somebody else", "e5");

        erase(VISITOR, EMAIL);

        assertThat(database.count("SELECT count(*) FROM lead_claim")).isEqualTo(1);
        assertThat(database.count("SELECT count(*) FROM lead_claim WHERE event_id = 'e5'"))
                .isEqualTo(1);
    }

    @Test
    void takesOutHowManyMailsTheAddressGot() {
        String count = "INSERT INTO mail_count (run, address, number, counted_at) VALUES (?, ?, 1, 1)";
        SharedKeys keys = new SharedKeys(database.client(), database.writes());
        database.execute(
                count, "one", MailLimit.digests(keys, Set.of("zoe@shop.test")).get(0));
        database.execute(count, "other", "of somebody else");

        erase(VISITOR, "Zoe@Shop.test");

        assertThat(database.count("SELECT count(*) FROM mail_count")).isEqualTo(1);
        assertThat(database.count("SELECT count(*) FROM mail_count WHERE run = 'other'"))
                .isEqualTo(1);
    }

    @Test
    void stopsWhatWaitsAndKeepsHowTheRestEnded() {
        erase(VISITOR, null);

        assertThat(database.state(1, "thank-you-email")).isEqualTo("skipped");
        assertThat(database.state(1, "jira-ticket-on-request")).isEqualTo("skipped");
        assertThat(database.state(2, "router")).isEqualTo("skipped");
        assertThat(database.state(1, "csat")).isEqualTo("done");
        assertThat(database.state(4, "router")).isEqualTo("unrouted");
        assertThat(database.state(5, "thank-you-email")).isEqualTo("queued");
    }

    @Test
    void keepsTheFiguresAndThatTheEventIsKnown() {
        String figures =
                """
                SELECT count(*) * 1000 + sum(score) FROM (SELECT score FROM satisfaction_answer
                UNION ALL SELECT score FROM operator_answer UNION ALL SELECT responded FROM conversation) x""";
        long before = database.count(figures);
        long operators = database.count("SELECT count(*) FROM conversation_operator");

        erase(VISITOR, null);

        assertThat(database.count(figures)).isEqualTo(before);
        assertThat(database.count("SELECT count(*) FROM conversation_operator")).isEqualTo(operators);
        assertThat(database.count("SELECT count(DISTINCT conversation_id) FROM satisfaction_answer"))
                .isEqualTo(3);
        assertThat(database.count("SELECT count(*) FROM event WHERE event_id IN ('e1', 'e2', 'e3', 'e4', 'e5')"))
                .isEqualTo(5);
        assertThat(database.count("SELECT changes FROM satisfaction_change WHERE node = -1"))
                .isPositive();
    }

    @Test
    void writesAnAuditRowThatDoesNotNameThePerson() {
        erase(VISITOR, EMAIL);

        List<String> audit = audits("person.erased");
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0)).contains("who=admin", "hmac:", "events=5").doesNotContain(VISITOR, "xample");
    }

    @Test
    void anOrderWhoseReasonNamesThePersonWritesItToNoMoreRuns() {
        erase(VISITOR, null);

        assertThat(database.count(
                        "SELECT count(*) FROM bulk_order WHERE id = 's1' AND state = 'cancelled' AND reason = ''"))
                .isOne();
        assertThat(
                        database.count(
                                "SELECT count(*) FROM bulk_order WHERE id = 's2' AND state = 'running' AND reason LIKE '%wants none'"))
                .isOne();
    }

    @Test
    void theAuditKeepsWhoDidWhatWithoutThePerson() {
        erase(VISITOR, null);

        assertThat(audits("run.replayed"))
                .singleElement()
                .asString()
                .contains("who=ann", "about=erased-", "detail=csat");
        assertThat(audits("run.skipped"))
                .satisfiesExactly(
                        row -> assertThat(row)
                                .contains("about=e1", "jira-ticket-on-request: (erased")
                                .doesNotContain("called"),
                        row -> assertThat(row).contains("about=e5", "the other one called"));
        assertThat(audits("replay.started")).singleElement().asString().contains("about=r1", "3 runs (erased");
        assertThat(audits("user.created")).singleElement().asString().contains("about=ann", "detail=operator");
    }

    @Test
    void anEventThatIsNamedAfterItsConversationGetsAnotherNameThatIsTheSameInItsBody() {
        erase(VISITOR, null);

        String body = new String(database.client()
                .sql("SELECT body FROM event WHERE seq = 8")
                .query(byte[].class)
                .single());
        String id = database.client()
                .sql("SELECT event_id FROM event WHERE seq = 8")
                .query(String.class)
                .single();
        assertThat(id).matches("erased-[A-Za-z0-9_-]{43}");
        assertThat(body).contains("\"eventId\":\"" + id + "\"");
        assertThat(audits("run.replayed")).singleElement().asString().contains("about=" + id + " ");
    }

    @Test
    void nobodyCanTellByTryingAddressesWhoWasErased() throws Exception {
        String plain = java.util.HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest("zoé.martin@example.org".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        audit("person.erased", "sha256:" + plain, "events=1");

        ErasureReport report = erase(VISITOR, EMAIL);

        assertThat(database.rows()).noneMatch(row -> row.contains(plain) || row.contains("sha256:"));
        assertThat(erase(null, EMAIL).notes()).anySatisfy(note -> assertThat(note)
                .startsWith("Erased before: ")
                .contains("by admin", "1970-01-01T00:00:00.001Z by ann"));
        assertThat(report.notes()).noneMatch(note -> note.startsWith("Erased before"));
    }

    @Test
    void cutsOffARunThatDoesNotEndInTime() {
        database.run(3, "salesforce-lead-for-conversation", "running", SECOND_TALK, null);

        ErasureReport report = erase(VISITOR, null);

        assertThat(report.interruptedRuns()).isEqualTo(1);
        assertThat(database.state(3, "salesforce-lead-for-conversation")).isEqualTo("skipped");
        assertThat(report.notes()).anyMatch(note -> note.contains("still at work"));
        assertThat(traces()).isEmpty();
    }

    @Test
    void alsoErasesWhatARunStoredThatWasAtWork() throws Exception {
        database.execute("DELETE FROM jira_issue");
        database.run(3, "jira-ticket-on-request", "running", SECOND_TALK, null);
        Erasure patient = new Erasure(
                database.dataSource(), database.writes(), Duration.ofSeconds(20), database.isSqlite(), Owners.all());
        CompletableFuture<ErasureReport> erased = CompletableFuture.supplyAsync(() -> {
            try {
                return patient.run(new ErasureRequest(VISITOR, null, null, null, null), "admin");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> database.state(2, "router")
                .equals("skipped"));
        jira(SECOND_TALK, "SUP-9");
        database.execute(
                "UPDATE run SET state = 'done', node = NULL WHERE event_seq = 3 AND workflow = 'jira-ticket-on-request'");

        ErasureReport report = erased.get(20, TimeUnit.SECONDS);

        assertThat(report.interruptedRuns()).isZero();
        assertThat(report.jiraIssues()).containsExactly("SUP-9");
        assertThat(traces()).isEmpty();
    }

    @Test
    void findsAnAddressHoweverItIsWrittenAndInsideAText() {
        database.event(
                6,
                "e6",
                null,
                null,
                "{\"eventId\":\"e6\",\"text\":\"<b>ZO\\u00c9.MARTIN\\u0040example.ORG, please\"}",
                6);
        database.event(7, "e7", null, null, "{\"eventId\":\"e7\",\"text\":\"anzoé.martin@example.org.uk\"}", 7);

        erase(null, "zoé.martin@example.org");

        List<String> bodies = database
                .client()
                .sql("SELECT body FROM event WHERE event_id IN ('e6', 'e7') ORDER BY event_id")
                .query(byte[].class)
                .list()
                .stream()
                .map(String::new)
                .toList();
        assertThat(bodies.get(0)).contains("\"erased\":true").doesNotContain("please");
        assertThat(bodies.get(1)).contains("anzoé.martin");
    }

    @Test
    void takesWhatSomebodyElseWroteAboutThePersonAndNothingElseOfThem() {
        database.event(
                6,
                "e6",
                OTHERS_TALK,
                null,
                "{\"eventId\":\"e6\",\"satisfactionComment\":\"ask zoé.martin@example.org\"}",
                6);
        database.run(6, "router", "done", OTHERS_TALK, null);
        database.execute(
                "UPDATE satisfaction_answer SET comment = 'ask zoé.martin@example.org' WHERE conversation_id = ? AND question = 'satisfactionComment'",
                OTHERS_TALK);

        ErasureReport report = erase(null, EMAIL);

        assertThat(traces()).isEmpty();
        assertThat(report.comments()).isEqualTo(1);
        assertThat(report.conversations()).isEqualTo(2);
        assertThat(database.state(5, "thank-you-email")).isEqualTo("queued");
        assertThat(database.count(
                        "SELECT count(*) FROM satisfaction_answer WHERE conversation_id = '" + OTHERS_TALK + "'"))
                .isEqualTo(2);
    }

    @Test
    void erasesTheAnswersOfAConversationWhoseEventsAreGone() throws Exception {
        answers("77777777-f73c-42cd-89e9-afbbee7d9024", "from long ago");

        ErasureReport report = new Erasure(
                        database.dataSource(),
                        database.writes(),
                        Duration.ofMillis(500),
                        database.isSqlite(),
                        Owners.all())
                .run(new ErasureRequest(null, null, null, "77777777-f73c-42cd-89e9-afbbee7d9024", null), "admin");

        assertThat(report.conversations()).isEqualTo(1);
        assertThat(database.rows()).noneMatch(row -> row.contains("77777777") || row.contains("from long ago"));
        assertThat(traces()).hasSizeGreaterThan(15);
    }

    @Test
    void saysWhenNothingIsStoredAndChangesNothing() {
        List<String> before = database.rows();

        ErasureReport report = erase(null, "nobody@example.org");

        assertThat(report.nothing()).isTrue();
        assertThat(report.notes()).anyMatch(note -> note.startsWith("Nothing is stored"));
        assertThat(database.rows().stream()
                        .filter(row -> !row.contains("what=person.erased")
                                && !row.startsWith("shared_key")
                                && !row.startsWith("node")))
                .containsExactlyElementsOf(
                        before.stream().filter(row -> !row.startsWith("node")).toList());
    }

    @Test
    void makesTheCodeNobodysAndKeepsItUsed() {
        erase(VISITOR, null);

        assertThat(CodeHolders.of(database.client(), Set.of(VISITOR), Set.of()).codes())
                .isZero();
        assertThat(database.count("SELECT count(*) FROM promo_code WHERE code = 'CODE-1' AND allocated_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void theCommandErasesBesideARunningServer() {
        int code = EraseCommand.run("--visitor-id=" + VISITOR, "--spring.datasource.url=" + database.url());

        assertThat(code).isZero();
        assertThat(traces()).isEmpty();
        assertThat(EraseCommand.run("--visitor-id=" + VISITOR, "--spring.datasource.url=" + database.url()))
                .isEqualTo(1);
        assertThat(EraseCommand.run("--spring.datasource.url=" + database.url()))
                .isEqualTo(2);
    }
}
