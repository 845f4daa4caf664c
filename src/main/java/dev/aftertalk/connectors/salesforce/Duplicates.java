package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import java.util.ArrayList;
import java.util.List;

/** The records that Salesforce names when it won't create another one like them. */
final class Duplicates {

    private Duplicates() {}

    /** Ids of the records of {@code object} among those that made a duplicate rule refuse. */
    static List<String> of(SalesforceRefusal refusal, String object) {
        List<String> ids = new ArrayList<>();
        for (JsonNode error : refusal.body()) {
            for (JsonNode result : error.path("duplicateResult").path("matchResults")) {
                for (JsonNode match : result.path("matchRecords")) {
                    JsonNode found = match.path("record");
                    String type = found.path("attributes")
                            .path("type")
                            .asText(result.path("entityType").asText());
                    String id = JsonAnswers.text(found, "Id");
                    if (id != null && type.equals(object)) {
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }

    /** Ids of the records that share an external id (status 300). */
    static List<String> choices(SalesforceRefusal refusal) {
        return refusal.choices().stream()
                .map(path -> path.replaceFirst(".*/", ""))
                .toList();
    }
}
