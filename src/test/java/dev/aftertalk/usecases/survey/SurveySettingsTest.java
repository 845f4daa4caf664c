package dev.aftertalk.usecases.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.PermanentException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveySettingsTest {

    private static final List<String> QUESTIONS = List.of("customerSatisfaction");

    @Test
    void leadsToYourOwnToolWithWhatTheTemplateAsksFor() {
        assertThat(link("https://forms.example.com/s?c={conversationId}&p={projectId}&e={visitorExternalId}"))
                .isEqualTo("https://forms.example.com/s?c=4c8c7408&p=7&e=");
        assertThat(link("https://forms.example.com/{channel}/{conversationId}?lang=fr%20FR#top"))
                .isEqualTo("https://forms.example.com/CHAT/4c8c7408?lang=fr%20FR#top");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x&admin=true",
                "../../other",
                "x#fragment",
                "@evil.test/",
                "a b\r\nc",
                "{projectId}",
                "é😀",
                "%2e%2e",
                "\"><script>"
            })
    void letsNoIdChangeWhereTheLinkLeads(String id) {
        String link = link("https://forms.example.com/s/{conversationId}?c={conversationId}&end=1", id);
        String encoded = java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
        assertThat(link.toUpperCase(java.util.Locale.ROOT))
                .isEqualTo(("https://forms.example.com/s/" + encoded + "?c=" + encoded + "&end=1")
                        .toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void asksNobodyAboutAnEventWithoutAConversation() {
        assertThatThrownBy(() -> link("https://forms.example.com/", null))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("conversationId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forms.example.com",
                "javascript:alert(1)",
                "https://forms.example.com/a b",
                "https://{conversationId}.example.com",
                "https://x.test/{email}",
                "https://x.test/{}"
            })
    void refusesATemplateThatCantBeRight(String url) {
        assertThatThrownBy(() -> settings(url, QUESTIONS)).hasMessageContaining("survey.url");
    }

    @Test
    void refusesQuestionsThePageCantAsk() {
        assertThat(settings("", List.of(" satisfactionComment", "customerSatisfaction", "satisfactionComment"))
                        .questions())
                .containsExactly("satisfactionComment", "customerSatisfaction");
        for (List<String> wrong : List.of(List.<String>of(), List.of("customQuestion"), List.of("csat"))) {
            assertThatThrownBy(() -> settings("", wrong)).hasMessageContaining("survey.questions");
        }
        assertThatThrownBy(() -> new SurveySettings("", Duration.ZERO, QUESTIONS, "", 20, Duration.ZERO))
                .hasMessageContaining("survey.valid-for");
    }

    @Test
    void takesACommentAsLongAsThePageAllowsWithItsLineBreaks() {
        String typed = ("x".repeat(99) + "\n").repeat(49) + "x".repeat(100);
        List<String> asked = List.of("satisfactionComment");
        SurveyAnswers sent = SurveyAnswers.of(Map.of("satisfactionComment", typed.replace("\n", "\r\n")), asked);
        assertThat(sent.fault()).isNull();
        assertThat(sent.values()).containsEntry("satisfactionComment", typed);
        assertThat(SurveyAnswers.of(Map.of("satisfactionComment", typed + "x"), asked)
                        .fault())
                .isEqualTo("survey.fault.comment");
    }

    private static final AskedConversations NEVER_ASKED = new AskedConversations(null) {
        @Override
        boolean claim(String conversation, String eventId) {
            return true;
        }
    };

    private static SurveySettings settings(String url, List<String> questions) {
        return new SurveySettings(url, Duration.ofDays(14), questions, "", 20, Duration.ZERO);
    }

    private static String link(String url) {
        return link(url, "4c8c7408");
    }

    private static String link(String url, String conversationId) {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("projectId", 7, "channel", "CHAT"));
        event.put("conversationId", conversationId);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(event);
        return (String) new Survey(settings(url, QUESTIONS), null, NEVER_ASKED)
                .link(exchange)
                .get("url");
    }
}
