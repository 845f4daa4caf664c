package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real Keycloak with the realm {@code shop} and the client of src/docs/keycloak in it, all in memory; an admin's changes to it. */
public final class Keycloak implements AutoCloseable {

    /** What all users of the realm log in with. */
    public static final String PASSWORD = "seven green bicycles";

    private static final String CLIENT = "shop.aftertalk";
    private static final Path RECIPE = Path.of("src/docs/keycloak/" + CLIENT + ".json");
    private static final Path REALM = Path.of("src/test/resources/keycloak/shop-realm.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Path log;
    private final Process process;
    private int rotations;

    private Keycloak(int port, Path log, Process process) {
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it, which takes a minute the first time.
     *
     * @param home the unpacked distribution
     * @param java the folder of a Java that is new enough for it
     * @param log where it writes what happens
     */
    public static Keycloak start(Path home, Path java, Path log) throws IOException {
        int port = FreePort.next();
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        home.toAbsolutePath().resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        java.toString(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD));
        Keycloak keycloak = new Keycloak(port, log, builder.start());
        try {
            keycloak.awaitReady();
            keycloak.post("", JSON.readTree(REALM.toFile()));
            keycloak.importRecipe();
            return keycloak;
        } catch (IOException | RuntimeException e) {
            keycloak.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException {
        Awaitility.await("ready, see " + log)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IllegalStateException("It did not start:\n" + Files.readString(log));
        }
    }

    private boolean answers() {
        try {
            return send(HttpRequest.newBuilder(URI.create(at("/realms/master"))))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What "Partial import" of the console does. */
    private void importRecipe() throws IOException {
        ObjectNode recipe = (ObjectNode) JSON.readTree(RECIPE.toFile());
        post("/shop/partialImport", recipe.put("ifResourceExists", "FAIL"));
    }

    /** The issuer that it says it is when it is asked by this name. */
    public String issuer(String host) {
        return at(host, "/realms/shop");
    }

    /** Has it call itself this, by whichever name it is asked; empty: by the name that it is asked by. */
    public void renameTo(String host) {
        put("/shop", Map.of("attributes", Map.of("frontendUrl", host.isEmpty() ? "" : at(host, ""))));
    }

    /** Where it may send users back to. */
    public void redirectsTo(List<String> addresses) {
        ObjectNode client = client();
        client.set("redirectUris", JSON.valueToTree(addresses));
        put("/shop/clients/" + id(client), client);
    }

    public String secret() {
        return get("/shop/clients/" + id(client()) + "/client-secret")
                .path("value")
                .asText();
    }

    /** Makes a user. @param role of the client's; null: none */
    public void create(String user, String role) {
        post(
                "/shop/users",
                Map.of(
                        "username",
                        user,
                        "email",
                        user + "@shop.test",
                        "firstName",
                        user,
                        "lastName",
                        "Test",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", PASSWORD))));
        if (role != null) {
            give(user, role);
        }
    }

    /** Gives a user this role in the place of those they have. */
    public void give(String user, String role) {
        String client = id(client());
        String roles = "/shop/users/" + id(user) + "/role-mappings/clients/" + client;
        send("DELETE", roles, get(roles));
        ArrayNode given = JSON.createArrayNode().add(get("/shop/clients/" + client + "/roles/" + role));
        post(roles, given);
    }

    public void delete(String user) {
        send("DELETE", "/shop/users/" + id(user), null);
    }

    /**
     * Makes a role of the realm, gives it to a user, and writes such roles into the ID tokens of the client.
     *
     * @return the client as it was before, for {@link #restore}
     */
    public JsonNode realmRole(String user, String role) {
        post("/shop/roles", Map.of("name", role));
        post("/shop/users/" + id(user) + "/role-mappings/realm", List.of(get("/shop/roles/" + role)));
        JsonNode scope = named("roles", get("/shop/client-scopes"));
        ObjectNode mapper = (ObjectNode) named("realm roles", scope.path("protocolMappers"));
        mapper.withObject("/config").put("id.token.claim", "true");
        put("/shop/client-scopes/" + id(scope) + "/protocol-mappers/models/" + id(mapper), mapper);
        ObjectNode client = client();
        put("/shop/clients/" + id(client), client.deepCopy().put("fullScopeAllowed", true));
        return client;
    }

    /** Has the client prove itself by nothing but PKCE. */
    public void makePublic() {
        ObjectNode client = client();
        put("/shop/clients/" + id(client), client.put("publicClient", true));
    }

    public void restore(JsonNode client) {
        put("/shop/clients/" + id(client), client);
    }

    private static JsonNode named(String name, JsonNode all) {
        for (JsonNode one : all) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new IllegalStateException("No " + name);
    }

    /** Has it sign the ID tokens for Aftertalk with this. */
    public void signsWith(String algorithm) {
        ObjectNode client = client();
        client.withObject("/attributes").put("id.token.signed.response.alg", algorithm);
        put("/shop/clients/" + id(client), client);
    }

    /** Makes a new key for RS256 and throws away those there were. @return the new key's id */
    public String rotate() {
        JsonNode before = get("/shop/components?type=org.keycloak.keys.KeyProvider");
        post(
                "/shop/components",
                Map.of(
                        "name",
                        "RS256-" + ++rotations,
                        "providerId",
                        "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "config",
                        Map.of("algorithm", List.of("RS256"), "priority", List.of("" + (100 + rotations)))));
        for (JsonNode provider : before) {
            if (provider.path("name").asText().startsWith("RS256")) {
                send("DELETE", "/shop/components/" + id(provider), null);
            }
        }
        return get("/shop/keys").path("active").path("RS256").asText();
    }

    private ObjectNode client() {
        return (ObjectNode) get("/shop/clients?clientId=" + CLIENT).get(0);
    }

    private String id(String user) {
        return id(get("/shop/users?exact=true&username=" + user).get(0));
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private JsonNode get(String path) {
        return send("GET", path, null);
    }

    private void post(String path, Object body) {
        send("POST", path, body);
    }

    private void put(String path, Object body) {
        send("PUT", path, body);
    }

    private JsonNode send(String method, String path, Object body) {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(at("/admin/realms" + path)))
                    .header("Authorization", "Bearer " + token())
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body))));
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token() throws IOException {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + PASSWORD.replace(' ', '+');
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(at("/realms/master/protocol/openid-connect/token")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        return JSON.readTree(answer.body()).path("access_token").asText();
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

    private String at(String path) {
        return at("127.0.0.1", path);
    }

    private String at(String host, String path) {
        return "http://" + host + ":" + port + path;
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
