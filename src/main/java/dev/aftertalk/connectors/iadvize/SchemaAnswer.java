package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import java.util.Set;
import org.apache.camel.Message;

/**
 * GraphQL's answer to the question for its schema.
 *
 * @param fields the schema, or null when iAdvize does not show it
 * @param said iAdvize's words about that, or null
 */
record SchemaAnswer(SchemaFields fields, String said) {

    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 422);

    /** Reads an answer. A refusal of this question is no fault: if iAdvize refuses us altogether, the question about the conversation shows it. */
    static SchemaAnswer of(Message answer) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode error =
                json == null ? MissingNode.getInstance() : json.path("errors").path(0);
        String said = JsonAnswers.text(error, "message");
        boolean refused = REFUSALS.contains(HttpFaults.status(answer));
        if (!refused) {
            GraphqlFaults.HTTP.check(answer, said);
        }
        if (json == null) {
            if (!refused) {
                throw GraphqlFaults.HTTP.notJson(answer);
            }
            return new SchemaAnswer(null, null);
        }
        if (json.hasNonNull("error")) {
            throw GraphqlFaults.refusedToken();
        }
        SchemaFields fields = SchemaFields.read(json.path("data").path("__schema"));
        if (fields == null && GraphqlFaults.ofServer(error)) {
            throw GraphqlFaults.of(error);
        }
        return new SchemaAnswer(fields, said);
    }
}
