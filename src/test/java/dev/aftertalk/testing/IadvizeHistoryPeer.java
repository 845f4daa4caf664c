package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.ConversationLists;
import dev.aftertalk.sandbox.IadvizeData;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.sandbox.SandboxIadvize.Credentials;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The sandbox's iAdvize with the lists of what a test says was. */
public final class IadvizeHistoryPeer extends PeerServer {

    private final ConversationLists history = new ConversationLists(Integer.MAX_VALUE);
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();

    /** What is answered instead of a list. */
    public record Answer(int status, String body, String... headers) {}

    public IadvizeHistoryPeer() {
        super(0);
        serve(new SandboxIadvize(new Credentials("key", "user@shop.test", "secret"), new IadvizeData() {
            @Override
            public Object field(String name, Map<String, Object> arguments) {
                return history.list(name, arguments);
            }
        }));
        trouble(this::planned);
    }

    /** The settings that lead here. */
    public String[] settings() {
        return new String[] {
            "--iadvize.graphql.url=" + url() + "/graphql",
            "--iadvize.graphql.token-url=" + url() + "/oauth2/token",
            "--iadvize.graphql.username=user@shop.test",
            "--iadvize.graphql.password=secret"
        };
    }

    /** A conversation that is closed now, or was then. */
    public String closed(Instant at) {
        String id = UUID.randomUUID().toString();
        closed(id, at);
        return id;
    }

    /** A conversation whose id is the given one. */
    public void closed(String id, Instant at) {
        history.closed(conversation(id, at));
    }

    /** What the visitor answered in the end. */
    public void answered(String conversation, Instant closed, int score, Integer recommends, String comment) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("customerSatisfaction", score);
        answers.put("netPromoterScore", recommends);
        answers.put("satisfactionComment", comment);
        history.answered(conversation(conversation, closed), answers);
    }

    /** Answers the next question for a list so, once. */
    public void answerNext(Answer answer) {
        next.add(answer);
    }

    /** The questions for lists, oldest first. */
    public List<String> lists() {
        return asked().stream()
                .filter(IadvizeHistoryPeer::wantsAList)
                .map(request -> request.json().path("query").asText())
                .toList();
    }

    private static boolean wantsAList(PeerRequest request) {
        return request.text().contains("closedConversations(")
                || request.text().contains("satisfactionSurveyResponses(");
    }

    /** Starts over. */
    public void empty() {
        history.empty();
        next.clear();
        forget();
    }

    private static Map<String, Object> conversation(String id, Instant closed) {
        return Map.of(
                "id", id,
                "createdAt", closed.minusSeconds(600).toString(),
                "closedAt", closed.toString(),
                "channel", "CHAT",
                "project", Map.of("id", 1, "name", "Shop"),
                "visitor",
                        Map.of(
                                "visitorId",
                                UUID.nameUUIDFromBytes(id.getBytes()).toString(),
                                "legacyVisitorId",
                                4711),
                "users", List.of(Map.of("id", 30, "lastName", "Wall-e"), Map.of("id", 31, "lastName", "Robert")));
    }

    private boolean planned(HttpExchange exchange, PeerRequest request) throws IOException {
        Answer planned = wantsAList(request) ? next.poll() : null;
        return planned != null && json(exchange, planned.status(), planned.body(), planned.headers());
    }
}
