package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.springframework.stereotype.Component;

/**
 * Jira in a rehearsal: no call is made. A past event's conversation may have its issue; the rehearsal tells which one would be opened if it had
 * none.
 */
@Component
class RehearsedJira implements StandIns {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** For what was opened; no project can be called so. */
    private static final String KEY = "NEW-0";

    private final JiraSettings settings;

    RehearsedJira(JiraSettings settings) {
        this.settings = settings;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        return Map.of("jira-issue", new JiraIssueComponent(settings, new NoIssues(), new Told(rehearsal)));
    }

    private static final class NoIssues extends JiraIssues {

        NoIssues() {
            super(null, null, null);
        }

        @Override
        Optional<String> key(String conversationId) {
            return Optional.empty();
        }

        @Override
        void claim(String conversationId, String run, boolean inDoubt) {}

        @Override
        void save(String conversationId, String key, String run) {}

        @Override
        void opened(String key, String conversation) {}
    }

    /** Answers as Jira would, and tells what it was asked to do. */
    private static final class Told extends RecordedCalls {

        private final Rehearsal rehearsal;

        Told(Rehearsal rehearsal) {
            super(null, null);
            this.rehearsal = rehearsal;
        }

        @Override
        public void setCamelContext(org.apache.camel.CamelContext camel) {}

        @Override
        protected void doStart() {}

        @Override
        protected void doStop() {}

        @Override
        public Message call(Exchange exchange, String id, Consumer<Message> request) {
            Message asked = new DefaultMessage(exchange.getContext());
            request.accept(asked);
            return switch (id) {
                case "jira-ticket-search" -> answer(exchange, 200, "{\"issues\":[]}");
                case "jira-ticket-list-attachments" -> answer(exchange, 200, "{\"fields\":{\"attachment\":[]}}");
                case "jira-ticket-create" -> {
                    tell(exchange, "opens an issue", asked);
                    yield answer(exchange, 201, "{\"key\":\"" + KEY + "\",\"issueKey\":\"" + KEY + "\"}");
                }
                case "jira-ticket-label" -> {
                    tell(exchange, "labels the issue", asked);
                    yield answer(exchange, 204, "");
                }
                case "jira-ticket-attach" -> {
                    rehearsal.record(exchange, new Action("Jira: attaches the transcript", Map.of()));
                    yield answer(exchange, 200, "[]");
                }
                default -> throw new IllegalStateException("Nobody knows what " + id + " does in a rehearsal");
            };
        }

        private void tell(Exchange exchange, String what, Message asked) {
            Map<String, String> details = new LinkedHashMap<>();
            try {
                JsonNode request = JSON.readTree(asked.getBody(byte[].class));
                JsonNode fields = request.has("fields") ? request.get("fields") : request;
                for (Map.Entry<String, JsonNode> each : fields.properties()) {
                    details.put(each.getKey(), text(each.getValue()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rehearsal.record(exchange, new Action("Jira: " + what, details));
        }

        private static String text(JsonNode value) throws JsonProcessingException {
            return value.isValueNode()
                    ? value.asText()
                    : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        }

        private static Message answer(Exchange exchange, int status, String body) {
            Message answer = exchange.copy().getMessage();
            answer.setHeaders(new HashMap<>());
            answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            answer.setBody(body.getBytes(StandardCharsets.UTF_8));
            return answer;
        }
    }
}
