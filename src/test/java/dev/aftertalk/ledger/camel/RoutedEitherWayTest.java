package dev.aftertalk.ledger.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of events is the same whether the router is asked before they are stored or gets its runs from the ledger. */
class RoutedEitherWayTest extends LedgerRoutes {

    private static final String MORE = "- log: \"${body[eventType]}\"\n";

    private static final List<String> WORKFLOWS = List.of("mail", "once");

    /** Rules over what an event may say, or not. */
    private static final List<String> RULES = List.of(
            "simple: \"${body[eventType]} == 't'\"",
            "simple: \"${body[channel]} == 'CHAT' && ${body[number]} > 5\"",
            "simple: \"${body[visitor][email]} contains '@'\"",
            "simple: \"${body?[visitor][email]} contains '@'\"",
            "simple: \"${body[number].nothing} == 1\"",
            "simple: \"${body[tags]} contains 'vip'\"",
            "simple: \"${body[tags][0]} == 'vip'\"",
            "simple: \"${body} contains 'vip'\"",
            "simple: \"${body.size} > 4\"",
            "simple: \"${exchangeProperty.ledgerEventType} regex 't|u'\"",
            "simple: \"${exchangeProperty[ledgerAttempt]} == 1\"",
            "simple: \"${exchangeProperty.ledgerFirstSeen} != null\"",
            "simple: \"${exchangeProperty.ledgerWorkflow} == 'router'\"",
            "simple: \"${body[date]} > '2026'\"",
            "simple: \"${body[number]} range '1..7'\"",
            "constant: \"true\"",
            "constant: \"\"");

    private static final List<String> EVENTS = List.of(
            "\"eventType\":\"t\"",
            "\"eventType\":\"t\",\"conversationId\":\"c1\",\"channel\":\"CHAT\",\"number\":7",
            "\"eventType\":\"t\",\"conversationId\":\"c1\",\"channel\":\"CHAT\",\"number\":7.5",
            "\"eventType\":\"u\",\"visitorId\":\"v1\",\"visitor\":{\"email\":\"a@b\"},\"number\":\"7\"",
            "\"eventType\":\"u\",\"visitorId\":\"v1\",\"visitor\":{\"email\":null},\"number\":null",
            "\"eventType\":\"u\",\"conversationId\":\"c2\",\"visitor\":null,\"tags\":[\"vip\",\"x\"]",
            "\"eventType\":\"\",\"conversationId\":\"c2\",\"tags\":[]",
            "\"eventType\":\"T\",\"conversationId\":\"c2\",\"date\":\"2026-01-01\",\"createdAt\":\"2019-04-12T07:58:35.171Z\"",
            "\"eventType\":\"t\",\"conversationId\":\"c2\",\"date\":2027,\"createdAt\":\"2019-04-12T07:58:35.170Z\"",
            "\"eventType\":\"t\",\"eventType\":\"u\",\"number\":12345678901234567890",
            "\"eventType\":\"t\",\"channel\":{\"number\":6},\"visitor\":\"none\",\"tags\":\"vip\"",
            "\"eventType\":\"t\",\"deep\":" + "[".repeat(400) + "]".repeat(400),
            "\"eventType\":\"t\",\"deep\":" + "[".repeat(1100) + "]".repeat(1100),
            "\"eventType\":\"t\",\"number\":1e400,\"channel\":\"\\u0000CHAT\\ud800\"");

    @TempDir
    Path another;

    static Stream<String> routers() {
        String branches =
                "- choice:\n    when:\n      - expression:\n          %s\n        steps:\n          - to: ledger:start/mail\n"
                        + "          - to:\n              uri: ledger:start/survey\n              parameters:\n                delay: 1h\n"
                        + "    otherwise:\n      steps:\n        - to: ledger:start/once\n        - to: ledger:start/mail\n        - to: ledger:start/mail?delay=1h\n";
        String filters =
                "- to: ledger:start/once\n- filter:\n    expression:\n      %s\n    steps:\n      - to: ledger:start/gone\n"
                        + "      - to: ledger:start/mail\n      - stop: {}\n- to: ledger:start/salesforce-lead\n- to: ledger://start/survey?delay=2h\n";
        return IntStream.range(0, RULES.size())
                .mapToObj(i -> (i % 2 == 0 ? branches : filters).formatted(RULES.get(i)));
    }

    @ParameterizedTest
    @MethodSource("routers")
    void endsTheSame(String steps) throws Exception {
        List<Object> ahead = outcome(steps, true);
        close();
        folder = another;
        acted.clear();
        open();

        assertThat(ahead).containsExactlyElementsOf(outcome(MORE + steps, false));
    }

    private List<Object> outcome(String steps, boolean ahead) throws Exception {
        ledger.leaveOut("gone", "gone is not set up");
        String router =
                "- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n" + steps.indent(8);
        load(router);
        for (String workflow : WORKFLOWS) {
            step(
                    workflow,
                    exchange -> acted.add(workflow + " "
                            + exchange.getMessage().getBody(Map.class).get("eventId") + " "
                            + exchange.getMessage().getBody()
                            + exchange.getProperties().get(LedgerConstants.ATTEMPT)));
            load(
                    "- route:\n    id: %1$s\n    from:\n      uri: ledger:workflow/%1$s%2$s\n      steps:\n        - process:\n            ref: %1$s\n"
                            .formatted(workflow, workflow.equals("once") ? "?oncePerConversation=true" : ""));
        }
        context.start();
        assertThat(AheadRouter.onlyRoutes(context.getRouteDefinition("router"))).isEqualTo(ahead);
        for (int i = 0; i < EVENTS.size(); i++) {
            String body = "{\"eventId\":\"e%s\",%s}".formatted(i, EVENTS.get(i));
            for (int twice = 0; twice < 2; twice++) {
                context.createFluentProducerTemplate()
                        .withBody(body.getBytes(UTF_8))
                        .to("ledger:accept")
                        .send();
            }
            settled();
        }
        List<Object> outcome = new ArrayList<>(
                database.rows(
                        """
                SELECT e.event_id, r.workflow, r.state, r.order_key, r.earlier_attempts, r.intent, r.once_for, r.not_called,
                  r.interrupted, r.node, r.waits_for, substr(r.cause, 1, 60) AS cause,
                  (r.due_at - e.received_at) / 1800000 AS due, (r.first_due_at - e.received_at) / 1800000 AS first_due,
                  r.ended_at IS NULL AS open, r.claimed_at IS NULL AS unclaimed, r.first_claimed_at IS NULL AS no_first,
                  CASE WHEN r.state = 'retrying' THEN 0 ELSE r.attempt END AS attempt, r.history IS NULL AS no_history,
                  r.event_created_at = e.created_at AS created
                FROM run r JOIN event e ON e.seq = r.event_seq ORDER BY e.event_id, r.workflow"""));
        acted.stream().sorted().forEach(outcome::add);
        assertThat(outcome).hasSizeGreaterThan(10);
        return outcome;
    }

    private void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> database.count(
                                "SELECT count(*) FROM run WHERE state = 'running' OR state = 'queued'"
                                        + " AND workflow IN ('router', 'mail', 'once') AND due_at < (SELECT max(received_at) + 60000 FROM event)")
                        == 0);
    }
}
