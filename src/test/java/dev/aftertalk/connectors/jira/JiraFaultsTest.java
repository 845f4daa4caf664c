package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.sandbox.PeerRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of a run when Jira refuses, is away, or answers half. */
class JiraFaultsTest extends JiraSinkApp {

    @Autowired
    private Quotas quotas;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcClient database;

    private static final String NOT_ON_SCREEN = "Field cannot be set. It is not on the appropriate screen, or unknown.";

    /** The ledger adds that an earlier attempt had left it in doubt. */
    private static final String DONE = "done( .*)?";

    @Test
    void waitsAndNamesTheSettingsToCheckWhenJiraRefusesTheUser() {
        double before = refusals();
        JIRA.fail(
                JiraPeer.SEARCH,
                1,
                (exchange, request) -> JiraPeer.json(exchange, 401, "<p>no</p>", "Content-Type", "text/html"));
        String event = send(newConversation());
        awaitRun(event, "retrying Jira answered HTTP 401: check jira.email and jira.api-token.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).isEmpty();
        assertThat(refusals() - before).isEqualTo(1);
    }

    @Test
    void waitsWhenJiraTakesTheUserForAStranger() {
        JIRA.fail(JiraPeer.SEARCH, 1, (exchange, request) -> {
            exchange.getResponseHeaders().add("X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
            return JiraPeer.json(exchange, 200, "{\"issues\":[]}");
        });
        awaitRun(send(newConversation()), "retrying Jira answered HTTP 200: check jira.email and jira.api-token.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).isEmpty();
    }

    @Test
    void failsForGoodWhenTheUserMayNotDoWhatIsAsked() {
        JIRA.fail(
                JiraPeer.SEARCH,
                1,
                (exchange, request) -> JiraPeer.json(exchange, 403, "<p>no</p>", "Content-Type", "text/html"));
        awaitRun(send(newConversation()), "dead Jira answered HTTP 403: check jira.email and jira.api-token.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).isEmpty();
    }

    private double refusals() {
        return meters.get("aftertalk.connector.refusals")
                .tag("connector", "jira")
                .counter()
                .count();
    }

    @Test
    void tellsTheMetricsHowEachCallEnded() {
        double well = calls("success");
        double busy = calls("retryable");
        double refused = calls("permanent");
        JIRA.fail(JiraPeer.SEARCH, 1, (exchange, request) -> JiraPeer.json(exchange, 503, "{}"));
        awaitRun(send(newConversation()), "done.*");
        assertThat(calls("retryable") - busy).isEqualTo(1);
        assertThat(calls("success") - well).isGreaterThanOrEqualTo(2);
        JIRA.fail(JiraPeer.SEARCH, 1, (exchange, request) -> JiraPeer.json(exchange, 400, "{}"));
        awaitRun(send(newConversation()), "dead .*");
        assertThat(calls("permanent") - refused).isEqualTo(1);
    }

    private double calls(String outcome) {
        return meters.get("aftertalk.connector")
                .tag("connector", "jira")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void namesTheFieldsThatJiraMisses() {
        String fields =
                "{\"errorMessages\":[],\"errors\":{\"customfield_10050\":\"Impact is\\nrequired.\",\"project\":\"valid project is required\"}}";
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> JiraPeer.json(exchange, 400, fields));
        awaitRun(
                send(newConversation()),
                "dead Jira refused the issue: customfield_10050 \\(\"Impact is required.\"; give it a line "
                        + "in ticketFields in the workflow\\), project \\(\"valid project is required\"; check jira.project.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @Test
    void sendsTheRestOfAnIssueWhoseFieldsJiraRefuses() {
        String conversation = newConversation();
        facts.variables.put(
                conversation,
                Map.of(
                        "jiraField.customfield_1",
                        "what she typed",
                        "jiraField.components.0.name",
                        "Chat",
                        "satisfaction",
                        Map.of("customerSatisfaction", 1, "satisfactionComment", "It rained in.")));
        refuse(fields -> fields.has("priority")
                ? Map.of(
                        "priority",
                        NOT_ON_SCREEN,
                        "customfield_1",
                        "\"what she typed\" is no option",
                        "components",
                        "x")
                : fields.has("description")
                        ? Map.of("description", NOT_ON_SCREEN)
                        : fields.path("labels").size() > 1 ? Map.of("labels", "csat is no label") : Map.of());
        String event = send(conversation);
        awaitRun(event, "done");

        List<PeerRequest> asked = JIRA.asked(JiraPeer.CREATE);
        assertThat(asked).hasSize(4);
        JsonNode fields = asked.get(3).json().path("fields");
        assertThat(fields.fieldNames()).toIterable().containsOnly("project", "issuetype", "summary", "labels");
        assertThat(fields.path("labels").toString()).isEqualTo("[\"" + label(conversation) + "\"]");
        String key = JIRA.issues(label(conversation)).get(0).key();
        assertThat(JIRA.asked(JiraPeer.CREATE + "/" + key + "/attachments"))
                .singleElement()
                .satisfies(file -> assertThat(file.text())
                        .contains(
                                "Reference: " + label(conversation), "Customer satisfaction: 1 of 5", "It rained in."));
        assertThat(ledger.history(event, "jira-test"))
                .contains(
                        "Jira issue without priority, which Jira refused (it is not on the screen, or unknown)",
                        "Jira issue without customfield_1, which Jira refused (its value)",
                        "Jira issue without components",
                        "Jira issue without description",
                        "Jira issue without labels beside the conversation's own")
                .doesNotContain("typed", "rained");
        awaitRun(send(conversation), "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "summary | check summary in the workflow",
                "project | check jira.project, or project in the workflow",
                "issuetype | check jira.issue-type, or issueType in the workflow",
                "labels | have an administrator of Jira add Labels to the project's create and edit screens"
            })
    void opensNoIssueWithoutAFieldThatItNeeds(String field, String advice) {
        refuse(fields -> Map.of(field, NOT_ON_SCREEN));
        awaitRun(send(newConversation()), "dead Jira refused the issue: " + field + " \\(.*" + advice + ".*");
        assertThat(JIRA.issues()).isEmpty();
    }

    /** Until it has its label, a request is found by its description. */
    @Test
    void raisesNoRequestThatCouldNotBeFoundAgain() {
        refuse(fields -> Map.of("description", NOT_ON_SCREEN));
        String event = send(newConversation(), "DESK");
        awaitRun(
                event,
                "jira-test-desk",
                "dead Jira refused the issue: description \\(.*add Description to the request.*");
        assertThat(JIRA.asked(JiraPeer.DESK)).hasSize(1);
    }

    @Test
    void goesOnWithARequestThatTakesNoLabels() {
        JIRA.trouble((exchange, request) -> request.call().startsWith("PUT ")
                && JiraPeer.json(exchange, 400, refusal(Map.of("labels", NOT_ON_SCREEN))));
        String event = send(newConversation(), "DESK");
        awaitRun(event, "jira-test-desk", "done");
        assertThat(ledger.history(event, "jira-test-desk")).contains("Jira issue without labels, which Jira refused");
    }

    /** Has Jira refuse each creation whose fields it finds something wrong with. */
    private static void refuse(Function<JsonNode, Map<String, String>> errors) {
        JIRA.trouble((exchange, request) -> {
            if (!Set.of(JiraPeer.CREATE, JiraPeer.DESK).contains(request.call())) {
                return false;
            }
            JsonNode body = request.json();
            Map<String, String> wrong =
                    errors.apply(body.has("fields") ? body.path("fields") : body.path("requestFieldValues"));
            return !wrong.isEmpty() && JiraPeer.json(exchange, 400, refusal(wrong));
        });
    }

    private static String refusal(Map<String, String> errors) {
        return JSON.createObjectNode()
                .<ObjectNode>set("errorMessages", JSON.createArrayNode())
                .set("errors", JSON.valueToTree(errors))
                .toString();
    }

    @Test
    void keepsTheCauseShortHoweverMuchJiraSays() {
        StringBuilder errors = new StringBuilder("{\"errors\":{\"a\":\"b\"");
        for (int i = 0; i < 500; i++) {
            errors.append(",\"field")
                    .append(i)
                    .append("\":\"")
                    .append("x".repeat(300))
                    .append('"');
        }
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> JiraPeer.json(exchange, 400, errors + "}}"));
        String event = send(newConversation());
        awaitRun(event, "dead Jira refused the issue: a .*");
        assertThat(ledger.run(event, "jira-test").length()).isLessThan(520);
    }

    @ParameterizedTest
    @CsvSource({JiraPeer.SEARCH + ",check jira.url", JiraPeer.CREATE + ",check jira.url and jira.project"})
    void saysWhatToCheckWhenJiraFindsNothingThere(String call, String advice) {
        String body = "{\"errorMessages\":[\"No project could be found\"]}";
        JIRA.fail(call, 1, (exchange, request) -> JiraPeer.json(exchange, 404, body));
        awaitRun(send(newConversation()), "dead Jira answered HTTP 404 \\(\"No project could be found\"\\): " + advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {JiraPeer.SEARCH, JiraPeer.CREATE})
    void waitsAsLongAsJiraAsks(String call) {
        JIRA.fail(call, 1, (exchange, request) -> {
            exchange.getResponseHeaders().set("Retry-After", "1800");
            return JiraPeer.json(exchange, 429, "{}");
        });
        String event = send(newConversation());
        awaitRun(event, "retrying Jira answered HTTP 429");
        assertThat(ledger.dueIn(event, "jira-test")).isBetween(Duration.ofMinutes(28), Duration.ofMinutes(31));
        String another = send(newConversation());
        awaitRun(another, "retrying Jira takes no calls for now, since there were too many");
        quotas.of("jira", "Jira").exhausted(Duration.ZERO); // as if the half hour were over
        awaitRun(another, "done");
    }

    @Test
    void opensTheIssueWithoutDelayAfterARefusalThatLeftNoDoubt() {
        String conversation = newConversation();
        JIRA.indexLags(true);
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> JiraPeer.json(exchange, 429, "{}"));
        // One that waits for the index would wait forever, as the clock stands still.
        awaitRun(send(conversation), "done");
        assertThat(JIRA.issues(label(conversation))).hasSize(1);
    }

    /** The issue is there, and its answer is lost in one way or another. */
    @ParameterizedTest
    @ValueSource(strings = {"timeout", "reset", "html", "500", "502", "no key", "half json"})
    void findsTheIssueWhoseAnswerWasLost(String how) {
        String conversation = newConversation();
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> {
            JIRA.add(request.json().path("fields"));
            return lose(exchange, how);
        });
        String event = send(conversation);
        awaitRun(event, "retrying .*looked for before it is opened again.*");
        awaitRun(event, DONE);
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
        assertThat(JIRA.issues(label(conversation))).hasSize(1);
        assertThat(facts.after.get(conversation))
                .containsEntry(
                        "jiraIssue", JIRA.issues(label(conversation)).get(0).key());
    }

    @Test
    void remembersWhatJiraMayHaveOpenedAndNotWhatItRefused() {
        JIRA.fail(
                JiraPeer.CREATE,
                1,
                (exchange, request) -> JiraPeer.json(exchange, 400, "<p>no</p>", "Content-Type", "text/html"));
        String refused = send(newConversation());
        awaitRun(refused, "dead Jira answered HTTP 400.*");
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> lose(exchange, "502"));
        String conversation = newConversation();
        String lost = send(conversation);
        awaitRun(lost, "retrying .*looked for before it is opened again.*");

        assertThat(ledger.intent(refused, "jira-test")).isEmpty();
        assertThat(ledger.intent(lost, "jira-test")).isEqualTo("Jira issue for conversation " + conversation);
    }

    @Test
    void waitsForJirasIndexBeforeItOpensAnIssueAgain() {
        String conversation = newConversation();
        JIRA.indexLags(true);
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> {
            JIRA.add(request.json().path("fields"));
            return lose(exchange, "502");
        });
        String event = send(conversation);
        awaitRun(event, "retrying Jira may have opened the issue already.*");
        JIRA.indexLags(false);
        awaitRun(event, DONE);
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    /** All at once, since each waits. */
    @Test
    void asksOnceAndThenSearchesWhateverAnswerCanNotBeRead() {
        Map<String, String> answers = new HashMap<>();
        for (String how : List.of("html", "no key", "half json", "empty", "list", "202", "408", "500")) {
            answers.put(newConversation(), how);
        }
        JIRA.indexLags(true);
        JIRA.trouble((exchange, request) -> {
            String label = request.json().at("/fields/labels/0").asText();
            if (!request.call().equals(JiraPeer.CREATE) || asked(JiraPeer.CREATE, label) > 1) {
                return false;
            }
            JIRA.add(request.json().path("fields"));
            return lose(exchange, answers.get(label.substring(label("").length())));
        });
        Map<String, String> events = new HashMap<>();
        answers.keySet().forEach(conversation -> events.put(conversation, send(conversation)));
        answers.keySet().forEach(conversation -> await().until(() -> asked(JiraPeer.SEARCH, label(conversation)) > 1));
        JIRA.indexLags(false);
        events.forEach((conversation, event) -> {
            awaitRun(event, "done Done again.*Jira issue for conversation " + conversation + ".*");
            assertThat(asked(JiraPeer.CREATE, label(conversation)))
                    .as(answers.get(conversation))
                    .isEqualTo(1);
        });
    }

    private static long asked(String call, String label) {
        return JIRA.asked(call).stream()
                .filter(asked -> asked.text().contains(label))
                .count();
    }

    @Test
    void keepsTheKeyThatTheDatabaseDoesNotTake() {
        String conversation = newConversation();
        JIRA.indexLags(true);
        database.sql("CREATE TRIGGER no_key BEFORE UPDATE OF issue_key ON jira_issue WHEN NEW.conversation_id = '"
                        + conversation + "' BEGIN SELECT RAISE(ABORT, 'not now'); END")
                .update();
        String event;
        try {
            event = send(conversation);
            awaitRun(event, "retrying The conversation's issue is CUST-.*, which could not be noted.*");
        } finally {
            database.sql("DROP TRIGGER no_key").update();
        }
        awaitRun(event, DONE);
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
        assertThat(facts.after.get(conversation))
                .containsEntry(
                        "jiraIssue", JIRA.issues(label(conversation)).get(0).key());
        awaitRun(send(conversation), "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @Test
    void opensTheIssueOnceTheIndexHasHadItsTime() {
        String conversation = newConversation();
        JIRA.fail(
                JiraPeer.CREATE,
                2,
                (exchange, request) -> JIRA.asked(JiraPeer.CREATE).size() == 1
                        ? lose(exchange, "timeout")
                        : JiraPeer.json(exchange, 400, refusal(Map.of("priority", NOT_ON_SCREEN))));
        String event = send(conversation);
        awaitRun(event, "retrying Jira may have opened the issue already.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
        clock.pass(INDEX_LAG);
        awaitRun(event, DONE);
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(3); // lost, refused because of a field, and the one that counts
        assertThat(JIRA.issues(label(conversation))).hasSize(1);
    }

    @Test
    void holdsAnotherEventOfTheConversationBackWhileTheIssueIsInDoubt() {
        String conversation = newConversation();
        JIRA.indexLags(true);
        JIRA.fail(JiraPeer.CREATE, 1, (exchange, request) -> {
            JIRA.add(request.json().path("fields"));
            return lose(exchange, "502");
        });
        String first = send(conversation);
        awaitRun(first, "retrying .*");
        String second = send(conversation);
        awaitRun(second, "retrying Jira may have opened the issue already.*");
        JIRA.indexLags(false);
        awaitRun(first, DONE);
        awaitRun(second, "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "html", "reset"})
    void searchesAgainWhenTheSearchFailed(String how) {
        String conversation = newConversation();
        JIRA.fail(JiraPeer.SEARCH, 1, (exchange, request) -> lose(exchange, how));
        String event = send(conversation);
        awaitRun(event, "retrying .*");
        awaitRun(event, DONE);
        assertThat(JIRA.issues(label(conversation))).hasSize(1);
    }

    @Test
    void saysThatTheIssueWasDeletedWhenItsTranscriptCanNotBeAttached() {
        String conversation = newConversation();
        facts.variables.put(
                conversation,
                Map.of("conversation", Map.of("transcript", List.of(Map.of("text", "x".repeat(40_000))))));
        awaitRun(send(conversation), "done");
        String key = JIRA.issues(label(conversation)).get(0).key();
        JIRA.empty();
        awaitRun(send(conversation), "dead Jira answered HTTP 404 .*whether " + key + ", .*was deleted.*");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    private static boolean lose(HttpExchange exchange, String how) throws IOException {
        switch (how) {
            case "timeout" -> sleepPastTheTimeOut();
            case "reset" -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(201, 1000);
                exchange.getResponseBody().write("{\"key\":\"CU".getBytes());
                exchange.getResponseBody().flush();
            }
            case "html" -> JiraPeer.json(exchange, 200, "<html>Please log in</html>", "Content-Type", "text/html");
            case "empty" -> JiraPeer.json(exchange, 201, "");
            case "list" -> JiraPeer.json(exchange, 201, "[]");
            case "202" -> JiraPeer.json(exchange, 202, "{}");
            case "no key" -> JiraPeer.json(exchange, 201, "{}");
            case "half json" -> JiraPeer.json(exchange, 201, "{\"key\":\"CUST");
            default ->
                JiraPeer.json(exchange, Integer.parseInt(how), "<html>Bad gateway</html>", "Content-Type", "text/html");
        }
        return true;
    }

    private static void sleepPastTheTimeOut() {
        try {
            new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
