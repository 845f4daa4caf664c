package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Reads the visitor out of REST's answer, whose {@code meta.status} counts more than the HTTP status. */
final class RestAnswer {

    private static final HttpFaults FAULTS = new HttpFaults("iAdvize REST", "iadvize.rest.api-key", "iadvize.rest.url");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

    /**
     * iAdvize's REST reference shows {@code Forbidden} alone. What else a key may be refused with is taken for it, too: a run then waits for the
     * key, where it would otherwise end as if iAdvize did not know the visitor.
     */
    private static final Pattern REFUSAL =
            Pattern.compile("forbidden|unauthori[sz]ed|access denied|.*api.?key.*", Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SUCCESS = "success";

    /** Bytes; a visitor or a list of conversations is longer, and need not be read twice. */
    private static final int LONGEST_REFUSAL = 256;

    /** REST's names and ours, in the order of the normalised visitor; {@code id} and {@code created_at} need more than a name. */
    private static final String[][] FIELDS = {
        {"unique_id", "uniqueId"},
        {"external_id", "externalUserId"},
        {"firstname", "firstName"},
        {"lastname", "lastName"},
        {"email", "email"},
        {"phone", "phoneNumber"},
        {"address", "address"},
        {"city", "city"},
        {"zip", "zipCode"},
        {"country", "country"}
    };

    private static final Set<Integer> UNKNOWN = Set.of(200, 400, 404);

    private RestAnswer() {}

    /**
     * The visitor, normalised.
     *
     * @param uniqueId the unique id that was searched for, or null when a visitor was asked for by its id
     */
    static Map<String, Object> visitor(Message answer, String uniqueId) {
        return normalised(one(success(answer, JsonAnswers.read(answer)), uniqueId));
    }

    /** The visitor, normalised; empty when REST does not know it. */
    static Map<String, Object> visitorIfKnown(Message answer, String uniqueId) {
        JsonNode data = data(answer);
        try {
            return data == null ? Map.of() : normalised(one(data, uniqueId));
        } catch (PermanentException e) {
            return Map.of(); // none of them, or nobody knows which
        }
    }

    /** What REST answered with, or null when it does not know what was asked for. */
    static JsonNode data(Message answer) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode meta = json == null ? null : json.path("meta");
        String said = JsonAnswers.text(meta, "message");
        String status = JsonAnswers.text(meta, "status");
        boolean unknown = "fail".equalsIgnoreCase(status)
                && (said == null || !REFUSAL.matcher(said).matches());
        boolean asked = UNKNOWN.contains(HttpFaults.status(answer));
        return unknown && asked ? null : success(answer, json);
    }

    private static JsonNode success(Message answer, JsonNode json) {
        JsonNode meta = json == null ? null : json.path("meta");
        String said = JsonAnswers.text(meta, "message");
        String status = JsonAnswers.text(meta, "status");
        if (refusesKey(HttpFaults.status(answer), meta)) {
            throw FAULTS.refused(
                    "iAdvize REST answered HTTP " + HttpFaults.status(answer) + " (\"" + HttpFaults.safe(said) + "\")");
        }
        FAULTS.check(answer, said);
        if (json == null) {
            throw FAULTS.notJson(answer);
        }
        if (!SUCCESS.equalsIgnoreCase(status)) {
            throw fault(status, said);
        }
        return json.path("data");
    }

    /** Why an answer refuses the key, whatever is asked; null when it does not. */
    static String refusal(ClassicHttpResponse answer) {
        HttpEntity entity = answer.getEntity();
        if (answer.getCode() == HttpFaults.UNAUTHORIZED) {
            return FAULTS.refusal(answer.getCode());
        }
        if (entity == null || entity.getContentLength() > LONGEST_REFUSAL) {
            return null;
        }
        try {
            byte[] body = entity.getContent().readAllBytes(); // in memory by now
            if (new String(body, StandardCharsets.ISO_8859_1).contains(SUCCESS)) {
                return null; // as nearly all do, and need not be read twice for it
            }
            return refusesKey(answer.getCode(), JSON.readTree(body).path("meta"))
                    ? FAULTS.refusal(answer.getCode())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** By its words: the status may be 200. */
    private static boolean refusesKey(int http, JsonNode meta) {
        String said = JsonAnswers.text(meta, "message");
        String status = JsonAnswers.text(meta, "status");
        return said != null
                && status != null
                && !SUCCESS.equalsIgnoreCase(status)
                && ConnectorTimer.outcome(http) != Outcome.RETRYABLE
                && REFUSAL.matcher(said).matches();
    }

    /** {@code fail} is about what was asked; {@code error} is about iAdvize itself. */
    private static RuntimeException fault(String status, String said) {
        String what = "iAdvize REST answered " + (status == null ? "without meta.status" : HttpFaults.safe(status))
                + (said == null ? "" : " (\"" + HttpFaults.safe(said) + "\")");
        return "error".equalsIgnoreCase(status) ? new RetryableException(what, null) : new PermanentException(what);
    }

    /** Of an object, or of a list, in which iAdvize's own PHP client gets a single resource, too. */
    private static JsonNode one(JsonNode data, String uniqueId) {
        if (data.isObject()) {
            return data;
        }
        JsonNode found = null;
        for (JsonNode candidate : data) {
            String its = JsonAnswers.text(candidate, "unique_id");
            // a filter that iAdvize does not know may be ignored: never take another person's data for it
            if (uniqueId != null && its != null && !its.equalsIgnoreCase(uniqueId)) {
                continue;
            }
            if (found != null) {
                throw new PermanentException("iAdvize REST answered with several visitors where one was asked for");
            }
            found = candidate;
        }
        if (found == null || !found.isObject()) {
            throw new PermanentException("iAdvize REST knows no visitor with the id that the event names");
        }
        return found;
    }

    private static Map<String, Object> normalised(JsonNode visitor) {
        Map<String, Object> known = new LinkedHashMap<>();
        String id = JsonAnswers.text(visitor, "id");
        if (id != null) {
            known.put(VisitorLookup.nameOf(id), id);
        }
        for (String[] field : FIELDS) {
            String value = JsonAnswers.text(visitor, field[0]);
            if (value != null) {
                known.put(field[1], value);
            }
        }
        String created = JsonAnswers.text(visitor, "created_at");
        if (created != null) { // as GraphQL writes it, though in which zone REST does not say
            known.put("createdAt", DATE.matcher(created).matches() ? created.replace(' ', 'T') : created);
        }
        return known;
    }
}
