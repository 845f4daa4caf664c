package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code routes/workflows/jira-ticket-for-score.camel.yaml} and {@code jira-ticket-on-request.camel.yaml}: which events open a ticket. */
class JiraTicketRouteTest extends JiraSinkApp {

    private static final String FOR_SCORE = "jira-ticket-for-score";
    private static final String ON_REQUEST = "jira-ticket-on-request";
    private static final String CLOSED = "v2.conversation.closed";

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void opensATicketForABadScore(int score) {
        String conversation = newConversation();
        answered(conversation, Map.of("settled", true, "customerSatisfaction", score, "satisfactionComment", "Slow"));
        awaitRun(send(conversation, "WORKFLOW"), FOR_SCORE, "done");

        JsonNode fields = JIRA.issues(label(conversation)).get(0).fields();
        assertThat(fields.path("summary").asText()).isEqualTo("Customer satisfaction " + score + " of 5: Slow");
        assertThat(fields.path("labels").toString()).contains("\"aftertalk\"");
        assertThat(Adf.text(fields.path("description"))).contains("Channel: CHAT");
    }

    @Test
    void namesTheScoreAloneWhenTheVisitorSaidNothing() {
        String conversation = newConversation();
        answered(conversation, Map.of("settled", true, "customerSatisfaction", 1));
        awaitRun(send(conversation, "WORKFLOW"), FOR_SCORE, "done");

        JsonNode fields = JIRA.issues(label(conversation)).get(0).fields();
        assertThat(fields.path("summary").asText()).isEqualTo("Customer satisfaction 1 of 5");
    }

    @ParameterizedTest
    @CsvSource({"3,true,the score is above 2.*", "5,true,the score is above 2.*", "1,false,a later answer counts"})
    void opensNoneForABetterScoreOrOneThatWasChanged(int score, boolean settled, String reason) {
        String conversation = newConversation();
        answered(conversation, Map.of("settled", settled, "customerSatisfaction", score));
        awaitRun(send(conversation, "WORKFLOW"), FOR_SCORE, "skipped no ticket: " + reason);
        assertThat(JIRA.asked()).isEmpty();
    }

    @Test
    void opensNoneForACommentWithoutAScore() {
        String conversation = newConversation();
        answered(conversation, Map.of("settled", true, "satisfactionComment", "Hi"));
        awaitRun(
                send(conversation, "WORKFLOW"), FOR_SCORE, "skipped no ticket: the score is above 2, or there is none");
    }

    @Test
    void opensATicketWhenATagAsksForIt() {
        String conversation = newConversation();
        closed(conversation, Map.of("channel", "CALL", "tags", List.of("vip", "ticket")));
        awaitRun(send(conversation, "WORKFLOW", CLOSED), ON_REQUEST, "done");
        assertThat(JIRA.issues(label(conversation))
                        .get(0)
                        .fields()
                        .path("summary")
                        .asText())
                .isEqualTo("Ticket asked for in a conversation (CALL)");
    }

    @Test
    void opensATicketWhenTheClosingFormAsksForIt() {
        String conversation = newConversation();
        closed(conversation, Map.of("closingFormValues", Map.of("Next step", "Open a ticket")));
        awaitRun(send(conversation, "WORKFLOW", CLOSED), ON_REQUEST, "done");
        assertThat(JIRA.issues(label(conversation))).hasSize(1);
    }

    @Test
    void opensNoneWhenNobodyAsksForIt() {
        for (Map<String, Object> conversation : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("tags", List.of("tickets", "vip"), "closingFormValues", Map.of("Open a ticket", "No")))) {
            String id = newConversation();
            closed(id, conversation);
            awaitRun(
                    send(id, "WORKFLOW", CLOSED),
                    ON_REQUEST,
                    "skipped no ticket: neither the tag ticket nor the closing form asks for one");
        }
        assertThat(JIRA.asked()).isEmpty();
    }

    @Test
    void opensOneTicketForAScoreAndATag() {
        String conversation = newConversation();
        Map<String, Object> found = new HashMap<>();
        found.put("satisfaction", Map.of("settled", true, "customerSatisfaction", 1));
        found.put("conversation", Map.of("tags", List.of("ticket")));
        facts.variables.put(conversation, found);
        awaitRun(send(conversation, "WORKFLOW", CLOSED), ON_REQUEST, "done");
        awaitRun(send(conversation, "WORKFLOW"), FOR_SCORE, "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @Test
    void goesOnWithARouterThatNamesTheWorkflowAsBefore() {
        String rated = newConversation();
        answered(rated, Map.of("settled", true, "customerSatisfaction", 1));
        String event = send(rated, "OLD");
        awaitRun(event, FOR_SCORE, "done");
        assertThat(ledger.run(event, "jira-ticket")).isEqualTo("none");
        assertThat(JIRA.issues(label(rated))).hasSize(1);

        String closed = newConversation();
        closed(closed, Map.of("channel", "CALL", "tags", List.of("ticket")));
        awaitRun(send(closed, "OLD", CLOSED), ON_REQUEST, "done");
        assertThat(JIRA.issues(label(closed))).hasSize(1);
    }

    @Test
    void actsOnceForARouterThatNamesTheOldWorkflowAndTheNewOne() {
        String conversation = newConversation();
        answered(conversation, Map.of("settled", true, "customerSatisfaction", 1));
        String event = send(conversation, "BOTH");
        awaitRun(event, FOR_SCORE, "done");

        assertThat(ledger.run(event, ON_REQUEST)).isEqualTo("none");
        assertThat(ledger.run(event, "jira-ticket")).isEqualTo("none");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    private void answered(String conversation, Map<String, Object> satisfaction) {
        facts.variables.put(
                conversation, Map.of("satisfaction", satisfaction, "conversation", Map.of("channel", "CHAT")));
    }

    private void closed(String conversation, Map<String, Object> lookedUp) {
        facts.variables.put(conversation, Map.of("conversation", lookedUp));
    }
}
