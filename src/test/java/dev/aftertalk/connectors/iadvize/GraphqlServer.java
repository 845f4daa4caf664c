package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Asked;
import dev.aftertalk.sandbox.GraphqlPeer;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The sandbox's GraphQL server with a schema and data of the test's. */
final class GraphqlServer implements Function<Asked, Answer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Object> data = new LinkedHashMap<>();
    private final GraphqlPeer peer;

    GraphqlServer(String schema) {
        peer = new GraphqlPeer(schema, (field, arguments) -> data.get(field));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Answer apply(Asked asked) {
        try {
            Map<String, Object> request = JSON.readValue(asked.body(), Map.class);
            return Answer.json(200, JSON.writeValueAsString(peer.answer(request)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
