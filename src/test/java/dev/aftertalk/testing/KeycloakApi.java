package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Keycloak's Admin REST API; its paths are those below {@code /admin/realms}. */
final class KeycloakApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String login;

    KeycloakApi(String url, String admin, String password) {
        this.url = url;
        this.login = "grant_type=password&client_id=admin-cli&username=" + admin + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    boolean answers() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url + "/realms/master")))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    void post(String path, Object body) {
        send("POST", path, body);
    }

    void put(String path, Object body) {
        send("PUT", path, body);
    }

    /** @param body null: none */
    void delete(String path, Object body) {
        send("DELETE", path, body);
    }

    private JsonNode send(String method, String path, Object body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, json(body)));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return parse(answer.body());
    }

    /** A new one each time, as each is good for a minute only. */
    private String token() {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(login)));
        return parse(answer.body()).path("access_token").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BodyPublisher json(Object body) {
        try {
            return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
