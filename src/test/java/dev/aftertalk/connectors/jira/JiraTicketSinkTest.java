package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.sandbox.PeerRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an issue holds, and that a conversation gets one. */
class JiraTicketSinkTest extends JiraSinkApp {

    private static final Map<String, Object> SATISFACTION =
            Map.of("customerSatisfaction", 1, "satisfactionComment", "Nobody answered", "settled", true);
    private static final Map<String, Object> CONVERSATION = Map.of(
            "channel",
            "CHAT",
            "project",
            Map.of("id", 7, "name", "My brand online"),
            "operators",
            List.of(Map.of("id", 1, "firstName", "Ada", "lastName", "Lovelace")),
            "visitor",
            Map.of("firstName", "Camille", "lastName", "Durand", "email", "camille@example.com"),
            "transcript",
            List.of(
                    Map.of(
                            "createdAt",
                            "2026-05-01T09:58:00Z",
                            "author",
                            "visitor",
                            "name",
                            "Camille",
                            "text",
                            "Hello?"),
                    Map.of("createdAt", "2026-05-01T09:59:00Z", "author", "operator", "name", "Ada", "text", "A\nB")));

    @Test
    void keepsEachCallWithTheRunAsAStepOfItsOwn() {
        String conversation = newConversation();
        facts.variables.put(conversation, Map.of("satisfaction", SATISFACTION));
        String event = send(conversation);
        awaitRun(event, "done");

        assertThat(ledger.history(event, "jira-test").replaceAll("\"ms\":\\d+", "\"ms\":0"))
                .contains(
                        "\"steps\":[" + step("jira-ticket-search", 200) + "," + step("jira-ticket-create", 201) + "]");
    }

    private static String step(String id, int status) {
        return "{\"step\":\"" + id + "\",\"to\":\"jira-rest\",\"answer\":\"HTTP " + status + "\",\"ms\":0}";
    }

    @Test
    void opensAnIssueWithTheFactsAndTheTranscript() {
        String conversation = newConversation();
        facts.variables.put(
                conversation,
                Map.of(
                        "satisfaction",
                        SATISFACTION,
                        "conversation",
                        CONVERSATION,
                        "topic",
                        "My brand online",
                        "ticketFields",
                        """
                        # the shop's own fields
                        customfield_10050: ${variable.satisfaction[customerSatisfaction]}
                        customfield_10051.value: ${variable.satisfaction[impact]}
                        customfield_10051.value: Low
                        customfield_10052: ${variable.satisfaction[impact]}
                        components.0.name: Chat
                        """));
        awaitRun(send(conversation), "done");

        assertThat(JIRA.asked()).extracting(PeerRequest::call).containsExactly(JiraPeer.SEARCH, JiraPeer.CREATE);
        JsonNode search = JIRA.asked(JiraPeer.SEARCH).get(0).json();
        assertThat(search.path("jql").asText())
                .isEqualTo("labels = \"" + label(conversation) + "\" ORDER BY created ASC");
        PeerRequest create = JIRA.asked(JiraPeer.CREATE).get(0);
        String credentials = Base64.getEncoder().encodeToString("bot@shop.test:t+k%n".getBytes());
        assertThat(create.header("Authorization")).isEqualTo("Basic " + credentials);
        assertThat(create.header("Content-Type")).isEqualTo("application/json");
        assertThat(create.header("mine")).isNull();
        JsonNode fields = create.json().path("fields");
        assertThat(fields.at("/project/key").asText()).isEqualTo("CUST");
        assertThat(fields.at("/issuetype/name").asText()).isEqualTo("Task");
        assertThat(fields.at("/priority/name").asText()).isEqualTo("High");
        assertThat(fields.path("summary").asText()).isEqualTo("CSAT 1: Nobody answered");
        assertThat(fields.path("labels").toString())
                .isEqualTo("[\"" + label(conversation) + "\",\"csat\",\"My-brand-online\"]");
        assertThat(fields.path("customfield_10050").isInt()).isTrue();
        assertThat(fields.path("customfield_10051").toString()).isEqualTo("{\"value\":\"Low\"}");
        assertThat(fields.has("customfield_10052")).isFalse();
        assertThat(fields.path("components").toString()).isEqualTo("[{\"name\":\"Chat\"}]");
        assertThat(Adf.text(fields.path("description")))
                .contains(
                        "Reference: " + label(conversation),
                        "Customer satisfaction: 1 of 5",
                        "Comment: Nobody answered",
                        "Visitor: Camille Durand",
                        "E-mail: camille@example.com",
                        "Operators: Ada Lovelace",
                        "Link: https://desk.example.com/c?id=" + conversation,
                        "2026-05-01T09:58:00Z Camille, visitor: Hello?",
                        "2026-05-01T09:59:00Z Ada, operator: A\nB");
        Adf.check(fields.path("description"));
    }

    @Test
    void leavesTheMessageAsItCameAndTellsTheWorkflowTheKey() {
        String conversation = newConversation();
        facts.variables.put(conversation, Map.of("satisfaction", SATISFACTION, "conversation", CONVERSATION));
        awaitRun(send(conversation), "done");

        Map<String, Object> after = facts.after.get(conversation);
        assertThat(after).containsEntry("jiraIssue", JIRA.issues().get(0).key());
        assertThat(after.keySet()).filteredOn(name -> name.startsWith("jira")).containsExactly("jiraIssue");
        assertThat(after.get("headers")).isEqualTo(Map.of("mine", "kept"));
        assertThat((Map<?, ?>) after.get("body")).extracting("conversationId").isEqualTo(conversation);
    }

    @Test
    void worksWithNothingLookedUp() {
        String conversation = newConversation();
        awaitRun(send(conversation), "done");
        JsonNode fields = JIRA.asked(JiraPeer.CREATE).get(0).json().path("fields");
        assertThat(fields.path("summary").asText()).isEqualTo("CSAT :");
        Adf.check(fields.path("description"));
    }

    @Test
    void opensOneIssueForAllEventsOfAConversationWhileJirasIndexLags() {
        String conversation = newConversation();
        JIRA.indexLags(true);
        awaitRun(send(conversation), "done");
        awaitRun(send(conversation), "done");
        awaitRun(send(conversation), "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @Test
    void takesAnIssueThatIsThereAlready() {
        String conversation = newConversation();
        JiraPeer.Issue other = JIRA.add(JSON.valueToTree(Map.of("labels", List.of(label(conversation)))));
        awaitRun(send(conversation), "done");
        awaitRun(send(conversation), "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).isEmpty();
        assertThat(JIRA.asked(JiraPeer.SEARCH)).hasSize(1);
        assertThat(facts.after.get(conversation)).containsEntry("jiraIssue", other.key());
    }

    @Test
    void cutsALongTranscriptAndAttachesTheWholeOnce() {
        String conversation = newConversation();
        facts.variables.put(
                conversation, Map.of("satisfaction", SATISFACTION, "conversation", longConversation("é\"😀")));
        awaitRun(send(conversation), "done");
        awaitRun(send(conversation), "done");

        JiraPeer.Issue issue = JIRA.issues(label(conversation)).get(0);
        assertThat(JIRA.issues()).hasSize(1);
        assertThat(issue.files()).containsExactly(label(conversation) + ".txt");
        JsonNode description = issue.fields().path("description");
        assertThat(description.toString().length()).isBetween(25_000, AdfWriter.JIRA_LIMIT);
        assertThat(Adf.text(description)).endsWith("… the whole conversation is attached");
        Adf.check(description);
        PeerRequest upload = JIRA.asked("POST /rest/api/3/issue/" + issue.key() + "/attachments")
                .get(0);
        assertThat(upload.header("X-Atlassian-Token")).isEqualTo("no-check");
        assertThat(upload.text())
                .contains("name=\"file\"", "message 0 ", "message 99 ", "Nobody answered")
                .doesNotContain("\uFFFD");
        assertThat(upload.body().length).isGreaterThan(100_000);
    }

    @Test
    void attachesAfterAllWhenOnlyTheAttachmentFailed() {
        String conversation = newConversation();
        facts.variables.put(conversation, Map.of("conversation", longConversation("x")));
        AtomicInteger failed = new AtomicInteger();
        JIRA.trouble((exchange, request) -> request.call().endsWith("/attachments")
                && failed.getAndIncrement() == 0
                && JiraPeer.json(exchange, 503, "{}"));
        String event = send(conversation);
        awaitRun(event, "retrying Jira answered HTTP 503.*");
        awaitRun(event, "done");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
        assertThat(JIRA.issues(label(conversation)).get(0).files()).hasSize(1);
    }

    @Test
    void raisesAServiceDeskRequestAndLabelsIt() {
        String conversation = newConversation();
        facts.variables.put(
                conversation,
                Map.of(
                        "satisfaction",
                        SATISFACTION,
                        "conversation",
                        longConversation("x"),
                        "jiraField.customfield_1",
                        "v"));
        awaitRun(send(conversation, "DESK"), "jira-test-desk", "done");

        JsonNode request = JIRA.asked(JiraPeer.DESK).get(0).json();
        assertThat(request.path("serviceDeskId").asText()).isEqualTo("3");
        assertThat(request.path("requestTypeId").asText()).isEqualTo("25");
        assertThat(request.path("isAdfRequest").asBoolean()).isTrue();
        assertThat(request.path("requestFieldValues").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("summary", "description", "customfield_1");
        JiraPeer.Issue issue = JIRA.issues(label(conversation)).get(0);
        assertThat(issue.labels()).containsExactly(label(conversation), "csat");
        assertThat(issue.files()).hasSize(1);
        assertThat(JIRA.asked(JiraPeer.CREATE)).isEmpty();
    }

    @Test
    void findsAServiceDeskRequestThatHadNoLabelYet() {
        String conversation = newConversation();
        JiraPeer.Issue orphan =
                JIRA.add(JSON.valueToTree(Map.of("description", "… Reference: " + label(conversation) + " …")));
        awaitRun(send(conversation, "DESK"), "jira-test-desk", "done");
        assertThat(JIRA.asked(JiraPeer.DESK)).isEmpty();
        assertThat(orphan.labels()).contains(label(conversation));
    }

    private static Map<String, Object> longConversation(String filler) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(Map.of("author", "visitor", "text", "message " + i + " " + filler.repeat(1000)));
        }
        return Map.of("transcript", messages);
    }
}
