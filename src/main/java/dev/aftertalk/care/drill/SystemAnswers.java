package dev.aftertalk.care.drill;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How each system says that it has had too many calls, and that it does not know a token. */
final class SystemAnswers {

    private static final String WAIT = "5";

    private SystemAnswers() {}

    /** An answer of a system that speaks HTTP. */
    record Answer(int status, Map<String, String> headers, byte[] body) {

        private static Answer json(int status, String body) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json;charset=UTF-8");
            return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        private Answer with(String header, String value) {
            headers.put(header, value);
            return this;
        }
    }

    /** Salesforce has a status of its own for that, and says nothing of when to come back. */
    static Answer tooMany(String system, String path) {
        return switch (system) {
            case "salesforce" ->
                Answer.json(
                        403,
                        "[{\"message\":\"TotalRequests Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]");
            case "jira" ->
                Answer.json(429, "{\"errorMessages\":[\"Rate limit exceeded.\"],\"errors\":{}}")
                        .with("Retry-After", WAIT);
            default ->
                Answer.json(
                                429,
                                isGraphql(path)
                                        ? "{\"errors\":[{\"message\":\"Too Many Requests\"}]}"
                                        : "{\"meta\":{\"status\":\"error\",\"message\":\"Too Many Requests\"}}")
                        .with("Retry-After", WAIT);
        };
    }

    static Answer wrongToken(String system, String path) {
        return switch (system) {
            case "salesforce" ->
                Answer.json(401, "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
            case "jira" ->
                Answer.json(
                        401,
                        "{\"errorMessages\":[\"Client must be authenticated to access this resource.\"],\"errors\":{}}");
            default ->
                Answer.json(
                        401,
                        isGraphql(path)
                                ? "{\"error_description\":\"access token not valid\",\"error\":\"invalid_token\"}"
                                : "{\"meta\":{\"status\":\"error\",\"message\":\"Forbidden\"}}");
        };
    }

    /** Logins go on: they have a limit of their own, and it is their token that is refused. */
    static boolean isLogin(String path) {
        return path.contains("/oauth2/");
    }

    private static boolean isGraphql(String path) {
        return path.endsWith("/graphql");
    }
}
