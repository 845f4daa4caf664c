package dev.aftertalk.connectors.iadvize;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** An iAdvize that answers what a test tells it to, as here answers are tried that no rule would give. */
final class IadvizePeer extends PeerServer {

    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();

    volatile Function<PeerRequest, Answer> rest;
    volatile Function<PeerRequest, Answer> graphql;
    volatile Function<PeerRequest, Answer> login;

    record Answer(int status, String type, String body, Map<String, String> headers) {

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, Map.of());
        }

        static Answer file(int status, String name) {
            return json(status, Samples.text("api/" + name + ".json"));
        }

        static Answer token(String token, long seconds) {
            return json(
                    200,
                    "{\"access_token\":\"" + token + "\",\"expires_in\":" + seconds
                            + ",\"token_type\":\"Bearer\",\"refresh_token\":\"none\"}");
        }

        Answer with(String name, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(name, value);
            return new Answer(status, type, body, all);
        }
    }

    IadvizePeer() {
        super(0);
        startOver();
        trouble(this::answer);
    }

    /** Forgets what was asked, and answers as iAdvize does when all is well. */
    void startOver() {
        forget();
        rest = request -> Answer.file(200, "rest.visitor.get.success");
        graphql = request -> Answer.file(200, "graphql.conversation.response");
        login = request -> Answer.token("token-" + logins(), 86_400);
    }

    long logins() {
        return asked("/oauth2/token").size();
    }

    int connections() {
        return connections.size();
    }

    List<PeerRequest> asked(String pathStart) {
        return asked().stream()
                .filter(request -> request.path().startsWith(pathStart))
                .toList();
    }

    private boolean answer(HttpExchange exchange, PeerRequest request) throws IOException {
        connections.add(exchange.getRemoteAddress().getPort());
        Function<PeerRequest, Answer> how =
                request.path().startsWith("/api/2/") ? rest : request.path().equals("/graphql") ? graphql : login;
        Answer answer = how.apply(request);
        exchange.getResponseHeaders().set("X-Request-Id", "of-the-peer");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        return json(exchange, answer.status(), answer.body(), "Content-Type", answer.type());
    }
}
