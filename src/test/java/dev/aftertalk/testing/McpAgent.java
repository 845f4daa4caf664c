package dev.aftertalk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** An agent: calls the tools at {@code /mcp} as the protocol says, over plain HTTP. */
public final class McpAgent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final String authorization;

    /** @param authorization the value of that header; null for none */
    public McpAgent(int port, String authorization) {
        this.address = URI.create("http://127.0.0.1:" + port + "/mcp");
        this.authorization = authorization;
    }

    /** What the server says of itself. */
    public JsonNode initialize() throws Exception {
        return result(
                "initialize",
                Map.of(
                        "protocolVersion",
                        "2025-06-18",
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "test", "version", "1")));
    }

    /** The tools there are. */
    public JsonNode tools() throws Exception {
        return result("tools/list", Map.of()).get("tools");
    }

    /** What a tool tells. */
    public JsonNode call(String tool, Map<String, ?> arguments) throws Exception {
        JsonNode result = result("tools/call", Map.of("name", tool, "arguments", arguments));
        assertThat(result.path("isError").asBoolean()).as(text(result)).isFalse();
        return JSON.readTree(text(result));
    }

    /** Why a tool does not do it. */
    public String refused(String tool, Map<String, ?> arguments) throws Exception {
        JsonNode result = result("tools/call", Map.of("name", tool, "arguments", arguments));
        assertThat(result.path("isError").asBoolean()).as(text(result)).isTrue();
        return text(result);
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    private JsonNode result(String method, Map<String, ?> parameters) throws Exception {
        String body =
                JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
        HttpResponse<String> answer = send("POST", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode told = JSON.readTree(answer.body());
        assertThat(told.has("result")).as(answer.body()).isTrue();
        return told.get("result");
    }

    /** The answer to a request as it is. */
    public HttpResponse<String> send(String method, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
