package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.sandbox.GraphqlPeer;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The sandbox's GraphQL server with a schema and data of the test's. */
final class GraphqlServer implements Function<PeerRequest, Answer> {

    final Map<String, Object> data = new LinkedHashMap<>();
    private final GraphqlPeer peer;

    GraphqlServer(String schema) {
        peer = new GraphqlPeer(schema, (field, arguments) -> data.get(field));
    }

    @Override
    public Answer apply(PeerRequest asked) {
        return Answer.json(
                200, PeerAnswer.json(200, peer.answer(asked.fields())).json());
    }
}
