package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.ledger.PermanentException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What visitors and forged ids could try: everything arrives as plain text. */
class JiraHostileValuesTest extends JiraSinkApp {

    private static final String NASTY =
            "${sys.os.name} #{7*7} <#if x> <script>alert(1)</script> {\"type\":\"panel\"} {{jira.url}} 😀 \u202Eשלום\u0000\u0007 \"q\" \\";

    @Test
    void keepsWhatVisitorsWriteAsPlainText() {
        String conversation = newConversation();
        facts.variables.put(
                conversation,
                Map.of(
                        "satisfaction",
                        Map.of("customerSatisfaction", 1, "satisfactionComment", NASTY + "\r\nX-Header: 1"),
                        "conversation",
                        Map.of(
                                "transcript",
                                List.of(Map.of("author", "visitor", "name", NASTY, "text", NASTY + "\r\nb"))),
                        "visitor",
                        Map.of("firstName", NASTY, "email", "a\r\nb@example.com"),
                        "topic",
                        "a, \r\n b\u0000c",
                        "jiraField.customfield_1",
                        "{\"value\":\"x\"}\u0000",
                        "jiraField.customfield_2.value",
                        NASTY));
        awaitRun(send(conversation), "done");

        JsonNode fields = JIRA.asked(JiraPeer.CREATE).get(0).json().path("fields");
        String clean = NASTY.replace("\u0000", "").replace("\u0007", "");
        assertThat(fields.path("summary").asText()).isEqualTo("CSAT 1: " + clean + " X-Header: 1");
        assertThat(fields.path("labels").toString())
                .isEqualTo("[\"" + label(conversation) + "\",\"csat\",\"a\",\"bc\"]");
        assertThat(fields.path("customfield_1").asText()).isEqualTo("{\"value\":\"x\"}");
        assertThat(fields.at("/customfield_2/value").asText()).isEqualTo(clean);
        assertThat(Adf.text(fields.path("description")))
                .contains(
                        "Comment: " + clean + "\nX-Header: 1",
                        clean + ", visitor: " + clean + "\nb",
                        "E-mail: a b@example.com");
        Adf.check(fields.path("description"));
    }

    @Test
    void makesTheSummaryOneLineOf255Characters() {
        String conversation = newConversation();
        facts.variables.put(conversation, Map.of("satisfaction", Map.of("satisfactionComment", "😀\n".repeat(400))));
        awaitRun(send(conversation), "done");
        String summary =
                JIRA.asked(JiraPeer.CREATE).get(0).json().at("/fields/summary").asText();
        assertThat(summary).hasSizeBetween(253, 255).endsWith("…").doesNotContain("\n", "\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\" OR project = SECRET OR labels = \"",
                "a b",
                "a\\",
                "../../x",
                "é😀",
                "a\u0000b\r\nc",
                "${sys.user.home}"
            })
    void givesAConversationWithAStrangeIdALabelThatIsSafeInJql(String conversation) {
        awaitRun(send(conversation), "done");
        awaitRun(send(conversation), "done");
        String jql = JIRA.asked(JiraPeer.SEARCH).get(0).json().path("jql").asText();
        assertThat(jql).matches("labels = \"iadvize-[A-Za-z0-9._-]+\" ORDER BY created ASC");
        assertThat(JIRA.asked(JiraPeer.CREATE)).hasSize(1);
    }

    @Test
    void tellsStrangeIdsApart() {
        assertThat(JiraLabels.ofConversation("a b"))
                .isNotEqualTo(JiraLabels.ofConversation("a_b"))
                .isNotEqualTo(JiraLabels.ofConversation("a\tb"));
        assertThat(JiraLabels.ofConversation("x".repeat(100_000)).length()).isLessThan(120);
    }

    @Test
    void skipsAnEventWithoutAConversationAsDead() {
        awaitRun(send(""), "dead No Jira issue can be opened: the event names no conversation");
    }

    @Test
    void quotesJql() {
        assertThat(JiraSearch.quoted("a\"b\\")).isEqualTo("\"a\\\"b\\\\\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "é", "😀", "\n", "{", "\t", "<", "a"})
    void keepsTheDescriptionWithinJirasLimitWhateverItIsMadeOf(String unit) {
        String text = unit.repeat(60_000);
        TicketText ticket = new TicketText(
                "iadvize-1",
                Map.of("satisfactionComment", text),
                Map.of("transcript", List.of(Map.of("text", text), Map.of("text", text))),
                Map.of("firstName", text),
                "https://example.com/" + "x".repeat(900));
        TicketText.Description description = ticket.description();
        assertThat(description.cut()).isTrue();
        Adf.check(description.document());
        assertThat(Adf.text(description.document())).contains("Reference: iadvize-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\n\n\n",
                "\r\n",
                "a\n\nb\n",
                "\u0000",
                "\u0007\u001b[0m",
                "\u2028",
                "\ufeff",
                "\ud800",
                "1. a\n2. b\n- c",
                "https://example.com/?a=b&c=d",
                "[a|https://example.com]",
                "@anna",
                "{code}x{code}",
                "# h",
                "<b>b</b>",
                "مرحبا",
                "null"
            })
    void keepsToJirasDocumentFormatWhateverIsInATranscript(String text) {
        TicketText ticket = new TicketText(
                "iadvize-1",
                Map.of("customerSatisfaction", 1, "satisfactionComment", text),
                Map.of(
                        "transcript",
                        List.of(
                                Map.of("text", text, "author", text),
                                Map.of("author", "visitor", "createdAt", text),
                                Map.of(),
                                Map.of("text", "after it")),
                        "tags",
                        List.of(text, "t"),
                        "channel",
                        text),
                Map.of("firstName", text, "lastName", text, "email", text),
                "https://example.com/c");
        TicketText.Description description = ticket.description();
        Adf.check(description.document());
        assertThat(Adf.text(description.document())).contains("after it", "Reference: iadvize-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "https://exa mple.com", "//x", "data:text/html,x"})
    void linksToNothingButTheWeb(String link) {
        TicketText ticket = new TicketText("l", Map.of(), Map.of(), Map.of(), link);
        assertThat(ticket.description().document().toString())
                .doesNotContain("href")
                .contains("Link: ");
    }

    private static ObjectNode fields(Map<String, Object> variables) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            variables.forEach(exchange::setVariable);
            return new JiraFields().of(exchange);
        }
    }

    @Test
    void readsNoLineFromWhatAVisitorTyped() throws Exception {
        ObjectNode fields = fields(Map.of(
                "ticketFields",
                "customfield_1: ${variable.visitor[note]}\ncustomfield_2: ${variable.visitor[blank]}",
                "visitor",
                Map.of("note", "x\ncustomfield_9: ${body}", "blank", " ")));
        assertThat(fields.toString()).isEqualTo("{\"customfield_1\":\"x\\ncustomfield_9: ${body}\"}");
    }

    @Test
    void readsFieldsFromNamesAndNeverFromValues() throws Exception {
        ObjectNode fields = fields(Map.of(
                "jiraField.a", "[1]",
                "jiraField.b.0.value", "x",
                "jiraField.b.10.value", "z",
                "jiraField.b.2.value", "y",
                "jiraField.c", List.of("p\u0000", 1),
                "jiraField.d", 2.5,
                "visitor", Map.of()));
        assertThat(fields)
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"a\":\"[1]\",\"b\":[{\"value\":\"x\"},{\"value\":\"y\"},{\"value\":\"z\"}],"
                                + "\"c\":[\"p\",1],\"d\":2.5}"));
    }

    @Test
    void refusesFieldsThatContradictEachOtherOrTheKamelet() {
        for (Map<String, Object> variables : List.<Map<String, Object>>of(
                Map.of("jiraField.a", "1", "jiraField.a.b", "2"),
                Map.of("jiraField.labels", "x"),
                Map.of("jiraField.a..b", "x"),
                Map.of("jiraField.", "x"),
                Map.of("ticketFields", "labels: x"),
                Map.of("ticketFields", "a: 1\na.b: 2"),
                Map.of("ticketFields", "a: 1", "jiraField.a", "2"),
                Map.of("ticketFields", "no field"),
                Map.of("ticketFields", "a: ${nothing.like[this]}"))) {
            Assertions.assertThatThrownBy(() -> fields(variables))
                    .as(variables.toString())
                    .isInstanceOf(PermanentException.class)
                    .hasMessageMatching("(?s).*(Jira field|ticketFields|field mapping).*");
        }
    }
}
