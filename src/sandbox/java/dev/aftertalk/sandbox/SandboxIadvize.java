package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** iAdvize's REST API as far as Aftertalk asks it, its GraphQL API and the login for that. */
public final class SandboxIadvize implements Peer {

    /** The schema of its GraphQL. */
    public static final String SCHEMA = schema();

    private static final Pattern ONE = Pattern.compile("GET /api/2/(visitor|conversation)(?:\\.json-unicode)?/([^/]+)");
    private static final String TOKEN = "sandbox-token";

    private final Credentials credentials;
    private final IadvizeData data;
    private final GraphqlPeer graphql;

    /** What opens the APIs: the REST API's key, and a user of the GraphQL API. */
    public record Credentials(String key, String user, String password) {}

    public SandboxIadvize(Credentials credentials, IadvizeData data) {
        this.credentials = credentials;
        this.data = data;
        this.graphql = new GraphqlPeer(SCHEMA, data::field);
    }

    @Override
    public PeerAnswer answer(PeerRequest request) {
        return switch (request.call()) {
            case "POST /oauth2/token" -> login(request.parameters());
            case "POST /graphql" -> graphql(request);
            default -> rest(request);
        };
    }

    private PeerAnswer login(Map<String, String> form) {
        if (!credentials.user().equals(form.get("username"))
                || !credentials.password().equals(form.get("password"))
                || !"password".equals(form.get("grant_type"))) {
            return refused("invalid_grant", "user or password not valid");
        }
        return PeerAnswer.json(
                200,
                fields("access_token", TOKEN, "expires_in", 86_400, "token_type", "Bearer", "refresh_token", "none"));
    }

    private PeerAnswer graphql(PeerRequest request) {
        return ("Bearer " + TOKEN).equals(request.header("Authorization"))
                ? PeerAnswer.json(200, graphql.answer(request.fields()))
                : refused("invalid_token", "access token not valid");
    }

    private static PeerAnswer refused(String error, String description) {
        return PeerAnswer.json(401, fields("error_description", description, "error", error));
    }

    private PeerAnswer rest(PeerRequest request) {
        if (!credentials.key().equals(request.header("X-API-Key"))) {
            return PeerAnswer.json(401, Map.of("meta", fields("status", "error", "message", "Forbidden")));
        }
        Matcher one = ONE.matcher(request.call());
        if (one.matches()) {
            return one(one.group(1), one.group(2));
        }
        return switch (request.call()) {
            case "GET /api/2/visitor" -> visitors(request.parameters());
            // A visitor's number does not lead to conversations, which are told of by their UUIDs.
            case "GET /api/2/conversation.json-unicode" -> found(List.of());
            default -> PeerAnswer.json(404, Map.of("meta", fields("status", "error", "message", "Not found")));
        };
    }

    private PeerAnswer one(String kind, String id) {
        Map<String, Object> found = kind.equals("visitor") ? data.visitor(id) : data.conversation(id);
        return PeerAnswer.json(
                200,
                found != null
                        ? fields("meta", Map.of("status", "success"), "data", found)
                        : Map.of("meta", fields("status", "fail", "message", unknown(kind, id))));
    }

    private static String unknown(String kind, String id) {
        return "Unknown '" + kind + "' with 'id' " + id + ".";
    }

    /** Lists no more than the id unless {@code full=1} is asked for. */
    private PeerAnswer visitors(Map<String, String> parameters) {
        String uniqueId = parameters.get("filters[unique_id]");
        Map<String, Object> visitor = uniqueId == null ? null : data.visitorWith(uniqueId);
        if (visitor == null) {
            return found(List.of());
        }
        boolean full = "1".equals(parameters.get("full"));
        return found(List.of(full ? visitor : fields("id", visitor.get("id"), "_link", visitor.get("_link"))));
    }

    private static PeerAnswer found(List<Map<String, Object>> all) {
        Map<String, Object> page = fields("page", 1, "pages", 1, "limit", 20, "count", all.size());
        return PeerAnswer.json(200, fields("meta", Map.of("status", "success"), "data", all, "pagination", page));
    }

    private static String schema() {
        try (InputStream file = SandboxIadvize.class.getResourceAsStream("/sandbox/iadvize.graphqls")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
