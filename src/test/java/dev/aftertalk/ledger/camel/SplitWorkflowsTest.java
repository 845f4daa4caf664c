package dev.aftertalk.ledger.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.SplitWorkflows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows that are two since, named as before. */
class SplitWorkflowsTest extends LedgerRoutes {

    private static final String OLD_WORKFLOW =
            """
            - route:
                id: %1$s
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: ledger:workflow/%1$s
                  steps:
                    - process:
                        ref: after
            """;

    private static String router(String... steps) {
        StringBuilder router =
                new StringBuilder("- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n");
        for (String step : steps) {
            router.append("        - to: {uri: \"ledger:start/").append(step).append("\"}\n");
        }
        return router.toString();
    }

    private void send(String eventId, String type) {
        String body = "{\"eventId\":\"%s\",\"eventType\":\"%s\"}".formatted(eventId, type);
        context.createFluentProducerTemplate()
                .withBody(body.getBytes(UTF_8))
                .to("ledger:accept")
                .send();
    }

    private List<String> startedFor(String eventId) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "done"
                .equals(database.run(eventId, "router").get("state")));
        return database
                .rows(
                        "SELECT r.workflow FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow <> 'router' ORDER BY 1",
                        eventId)
                .stream()
                .map(row -> row.get("workflow").toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "jira-ticket, satisfaction.answered, jira-ticket-for-score",
        "jira-ticket, v2.conversation.closed, jira-ticket-on-request",
        "jira-ticket, something.else, jira-ticket-on-request",
        "salesforce-lead, visitor.updated, salesforce-lead-for-visitor",
        "salesforce-lead, v2.conversation.closed, salesforce-lead-for-conversation",
        "salesforce-lead, conversation.started, salesforce-lead-for-conversation",
        "mail, visitor.updated, mail"
    })
    void areStartedByTheEventsType(String old, String type, String now) throws Exception {
        load(router(old));
        context.start();
        send("e", type);

        assertThat(startedFor("e")).containsExactly(now);
        assertThat(SplitWorkflows.parts(old)).contains(now);
        assertThat(SplitWorkflows.before(now)).isEqualTo(old);
    }

    @Test
    void areStartedOnceWithTheDelayThatComesFirst() throws Exception {
        load(router("jira-ticket?delay=1h", "jira-ticket-for-score", "jira-ticket"));
        context.start();
        send("e", "satisfaction.answered");

        assertThat(startedFor("e")).containsExactly("jira-ticket-for-score");
        Map<String, Object> run = database.run("e", "jira-ticket-for-score");
        assertThat(((Number) run.get("due_at")).longValue())
                .isGreaterThan(
                        System.currentTimeMillis() + Duration.ofMinutes(50).toMillis());
    }

    @Test
    void areWorkedOnByTheOldRouteWhereItStandsAlone() throws Exception {
        load(router("jira-ticket"));
        load(OLD_WORKFLOW.formatted("jira-ticket"));
        context.start();
        send("score", "satisfaction.answered");
        send("request", "v2.conversation.closed");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(database.run("score", "jira-ticket-for-score")).containsEntry("state", "done");
            assertThat(database.run("request", "jira-ticket-on-request")).containsEntry("state", "done");
        });

        assertThat(acted).hasSize(2);
        assertThat(ledger.workflows())
                .containsExactlyInAnyOrder("router", "jira-ticket-for-score", "jira-ticket-on-request");
        context.getRouteController().stopRoute("jira-ticket");
        assertThat(ledger.workflows()).containsExactly("router");
    }

    @Test
    void areNotHalfTakenByAnOldRouteBesideANewOne() throws Exception {
        load(router("jira-ticket"));
        load(OLD_WORKFLOW.formatted("jira-ticket-on-request"));
        context.start();

        assertThatThrownBy(() -> load(OLD_WORKFLOW.formatted("jira-ticket")))
                .hasStackTraceContaining("Two routes work on the workflow jira-ticket-on-request");

        assertThat(ledger.workflows()).containsExactlyInAnyOrder("router", "jira-ticket-on-request");
        load(OLD_WORKFLOW.formatted("jira-ticket-for-score"));
        send("score", "satisfaction.answered");
        send("request", "v2.conversation.closed");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> database.count("SELECT count(*) FROM run WHERE state = 'done'") == 4);
        assertThat(acted).hasSize(2);
    }
}
