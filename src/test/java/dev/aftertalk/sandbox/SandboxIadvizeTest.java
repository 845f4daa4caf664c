package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/** {@code sandbox/iadvize.camel.yaml} over HTTP. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = SandboxIadvizeTest.App.class,
        properties = {
            "camel.main.routes-include-pattern=classpath:sandbox/iadvize.camel.yaml",
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration"
        })
@ActiveProfiles("sandbox")
class SandboxIadvizeTest {

    private static final String CONVERSATION = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @EnableAutoConfiguration(exclude = SandboxExtension.class)
    @Import({SandboxVisitors.class, SandboxHistory.class, SandboxConversations.class, SandboxPeers.Iadvize.class})
    static class App {}

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({"63429889", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"})
    void knowsTheVisitorOfTheSandboxsEvents(String id) throws Exception {
        HttpResponse<String> answer = get("/api/2/visitor/" + id, "sandbox-api-key");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        JsonNode visitor = JSON.readTree(answer.body()).path("data");
        assertThat(visitor.path("email").asText()).isEqualTo("camille.durand@example.com");
        assertThat(visitor.path("firstname").asText()).isEqualTo("Camille");
    }

    @Test
    void answersInTheFormOfIAdvizesSamples() throws Exception {
        JsonNode one =
                JSON.readTree(get("/api/2/visitor/63429889", "sandbox-api-key").body());
        assertThat(paths(one)).isEqualTo(paths(sample("rest.visitor.get.success")));

        String search = "/api/2/visitor?filters%5Bunique_id%5D=593de0891b628a50b09835dc6c0e92565329c74baa90e";
        JsonNode full = JSON.readTree(get(search + "&full=1", "sandbox-api-key").body());
        assertThat(paths(full.path("data")))
                .isEqualTo(paths(sample("rest.visitor.list.full").path("data")));
        assertThat(full.path("data").path(0).path("email").asText()).isEqualTo("camille.durand@example.com");
        JsonNode brief = JSON.readTree(get(search, "sandbox-api-key").body());
        assertThat(paths(brief)).isEqualTo(paths(sample("rest.visitor.list.success")));

        JsonNode request = sample("graphql.conversation.request");
        JsonNode conversation = JSON.readTree(
                graphql(request.toString(), "Bearer sandbox-token").body());
        Set<String> shape = paths(sample("graphql.conversation.response"));
        assertThat(paths(conversation)).isEqualTo(shape);
        assertThat(conversation.at("/data/conversation/visitor/email").asText())
                .isEqualTo("camille.durand@example.com");
        assertThat(conversation.at("/data/conversation/id").asText()).isEqualTo(CONVERSATION);
    }

    @Test
    void saysThatItDoesNotKnowAVisitor() throws Exception {
        JsonNode answer =
                JSON.readTree(get("/api/2/visitor/0", "sandbox-api-key").body());

        assertThat(answer.at("/meta/status").asText()).isEqualTo("fail");
        assertThat(answer.at("/meta/message").asText()).isEqualTo("Unknown 'visitor' with 'id' 0.");
        String search = "/api/2/visitor?filters%5Bunique_id%5D=" + "0".repeat(45) + "&full=1";
        assertThat(JSON.readTree(get(search, "sandbox-api-key").body()).path("data"))
                .isEmpty();
    }

    @Test
    void refusesAWrongKeyAndAMissingOneAsIAdvizeDoes() throws Exception {
        for (String key : new String[] {null, "", "wrong"}) {
            for (String path : new String[] {"/api/2/visitor/63429889", "/api/2/visitor?full=1"}) {
                HttpResponse<String> answer = get(path, key);
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(JSON.readTree(answer.body())).isEqualTo(sample("rest.error.forbidden"));
            }
        }
    }

    @Test
    void refusesAWrongTokenAsIAdvizeDoes() throws Exception {
        String request = sample("graphql.conversation.request").toString();
        for (String token : new String[] {"", "Bearer wrong"}) {
            HttpResponse<String> answer = graphql(request, token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(JSON.readTree(answer.body())).isEqualTo(sample("graphql.authenticated.invalid-token"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox%40aftertalk.test, sandbox-password, password, 200",
        "sandbox%40aftertalk.test, wrong, password, 401",
        "someone%40aftertalk.test, sandbox-password, password, 401",
        "sandbox%40aftertalk.test, sandbox-password, refresh_token, 401"
    })
    void givesATokenToItsUserOnly(String username, String password, String grant, int status) throws Exception {
        HttpResponse<String> answer = login("username=" + username + "&password=" + password + "&grant_type=" + grant);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode json = JSON.readTree(answer.body());
        if (status == 200) {
            assertThat(paths(json)).isEqualTo(paths(sample("graphql.token.success")));
            String request = sample("graphql.conversation.request").toString();
            assertThat(graphql(request, "Bearer " + json.path("access_token").asText())
                            .statusCode())
                    .isEqualTo(200);
        } else {
            assertThat(json.path("error").asText()).isEqualTo("invalid_grant");
        }
    }

    @Test
    void repeatsNoHeaderOfTheRequestInItsAnswer() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/2/visitor/63429889"))
                .header("X-API-Key", "sandbox-api-key")
                .header("X-Mine", "mine")
                .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());

        assertThat(answer.headers().map().toString())
                .doesNotContainIgnoringCase("x-mine", "sandbox-api-key", "user-agent");
    }

    @Test
    void knowsTheSamePersonAtEachLookUpAndAboutOneInTenAnonymous() {
        SandboxVisitors visitors = new SandboxVisitors();
        int anonymous = 0;
        Set<String> addresses = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = new UUID(i, i).toString();
            JsonNode visitor = JSON.valueToTree(visitors.byId(id));
            assertThat(visitor).isEqualTo(JSON.valueToTree(new SandboxVisitors().byId(id)));
            if (visitor.path("email").isNull()) {
                anonymous++;
            } else {
                addresses.add(visitor.path("email").asText());
            }
        }
        assertThat(anonymous).isBetween(60, 140);
        assertThat(addresses).hasSize(12).allMatch(address -> address.matches("[a-z]+\\.[a-z]+@example\\.com"));
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> graphql(String body, String authorization) throws Exception {
        return post("/graphql", "application/json", body, authorization);
    }

    private HttpResponse<String> login(String form) throws Exception {
        return post("/oauth2/token", "application/x-www-form-urlencoded", form, "");
    }

    private HttpResponse<String> post(String path, String type, String body, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + "/sandbox/iadvize" + path);
    }

    private static JsonNode sample(String name) throws Exception {
        return JSON.readTree(Files.readString(Path.of("src/test/resources/iadvize/api/" + name + ".json")));
    }

    /** The names of all fields with where they stand. */
    private static Set<String> paths(JsonNode json) {
        Set<String> paths = new TreeSet<>();
        collect(json, "", paths);
        return paths;
    }

    private static void collect(JsonNode json, String at, Set<String> paths) {
        if (json.isObject()) {
            json.fields().forEachRemaining(field -> {
                paths.add(at + "/" + field.getKey());
                collect(field.getValue(), at + "/" + field.getKey(), paths);
            });
        } else if (json.isArray()) {
            json.forEach(element -> collect(element, at + "[]", paths));
        }
    }
}
