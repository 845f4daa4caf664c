package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real Keycloak with the realm {@code shop} and the client of src/docs/keycloak in it, all in memory; an admin's changes to it. */
public final class Keycloak implements AutoCloseable {

    /** The oldest that runs it. */
    public static final int JAVA = 21;

    /** What all users of the realm log in with. */
    public static final String PASSWORD = "seven green bicycles";

    private static final String ADMIN = "admin";
    private static final Path REALM = Path.of("src/test/resources/keycloak/shop-realm.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final KeycloakApi api;
    private final Path log;
    private final Process process;
    private int rotations;

    private Keycloak(int port, Path log, Process process) {
        this.port = port;
        this.api = new KeycloakApi(at("127.0.0.1", ""), ADMIN, PASSWORD);
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
                        ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD));
        Keycloak keycloak = new Keycloak(port, log, builder.start());
        try {
            keycloak.awaitReady();
            keycloak.api.post("", JSON.readTree(REALM.toFile()));
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
                .until(() -> !process.isAlive() || api.answers());
        if (!process.isAlive()) {
            throw new IllegalStateException("It did not start:\n" + Files.readString(log));
        }
    }

    /** What "Partial import" of the console does. */
    private void importRecipe() throws IOException {
        api.post("/shop/partialImport", KeycloakRecipe.client().put("ifResourceExists", "FAIL"));
    }

    /** The issuer that it says it is when it is asked by this name. */
    public String issuer(String host) {
        return at(host, "/realms/shop");
    }

    /** Has it call itself this, by whichever name it is asked; empty: by the name that it is asked by. */
    public void renameTo(String host) {
        api.put("/shop", Map.of("attributes", Map.of("frontendUrl", host.isEmpty() ? "" : at(host, ""))));
    }

    /** Where it may send users back to. */
    public void redirectsTo(List<String> addresses) {
        ObjectNode client = client();
        client.set("redirectUris", JSON.valueToTree(addresses));
        api.put("/shop/clients/" + id(client), client);
    }

    public String secret() {
        return api.get("/shop/clients/" + id(client()) + "/client-secret")
                .path("value")
                .asText();
    }

    /** Makes a user. @param role of the client's; null: none */
    public void create(String user, String role) {
        api.post(
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
        api.delete(roles, api.get(roles));
        ArrayNode given = JSON.createArrayNode().add(api.get("/shop/clients/" + client + "/roles/" + role));
        api.post(roles, given);
    }

    public void delete(String user) {
        api.delete("/shop/users/" + id(user), null);
    }

    /**
     * Makes a role of the realm, gives it to a user, and writes such roles into the ID tokens of the client.
     *
     * @return the client as it was before, for {@link #restore}
     */
    public JsonNode realmRole(String user, String role) {
        api.post("/shop/roles", Map.of("name", role));
        api.post("/shop/users/" + id(user) + "/role-mappings/realm", List.of(api.get("/shop/roles/" + role)));
        JsonNode scope = named("roles", api.get("/shop/client-scopes"));
        ObjectNode mapper = (ObjectNode) named("realm roles", scope.path("protocolMappers"));
        mapper.withObject("/config").put("id.token.claim", "true");
        api.put("/shop/client-scopes/" + id(scope) + "/protocol-mappers/models/" + id(mapper), mapper);
        ObjectNode client = client();
        api.put("/shop/clients/" + id(client), client.deepCopy().put("fullScopeAllowed", true));
        return client;
    }

    /** Has the client prove itself by nothing but PKCE. */
    public void makePublic() {
        ObjectNode client = client();
        api.put("/shop/clients/" + id(client), client.put("publicClient", true));
    }

    public void restore(JsonNode client) {
        api.put("/shop/clients/" + id(client), client);
    }

    private static JsonNode named(String name, JsonNode all) {
        for (JsonNode one : all) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new IllegalStateException("No " + name);
    }

    /** Has it sign the ID tokens for Aftertalk with this meanwhile. */
    public void signingWith(String algorithm, Runnable meanwhile) {
        ObjectNode client = client();
        client.withObject("/attributes").put("id.token.signed.response.alg", algorithm);
        api.put("/shop/clients/" + id(client), client);
        try {
            meanwhile.run();
        } finally {
            client.withObject("/attributes").put("id.token.signed.response.alg", "RS256");
            restore(client);
        }
    }

    /** Makes a new key for RS256 and throws away those there were. @return the new key's id */
    public String rotate() {
        JsonNode before = api.get("/shop/components?type=org.keycloak.keys.KeyProvider");
        api.post(
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
                api.delete("/shop/components/" + id(provider), null);
            }
        }
        return api.get("/shop/keys").path("active").path("RS256").asText();
    }

    private ObjectNode client() {
        return (ObjectNode)
                api.get("/shop/clients?clientId=" + KeycloakRecipe.CLIENT).get(0);
    }

    /** The subject of a user's ID tokens. */
    public String id(String user) {
        return id(api.get("/shop/users?exact=true&username=" + user).get(0));
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
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
