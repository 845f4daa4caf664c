package dev.aftertalk.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts events as iAdvize does: JSON with the signature of its bytes. */
public final class SignedWebhook {

    public static final String SECRET = "test-secret";

    private static final Pattern SENT_AT = Pattern.compile("(\"sentAt\": *\")[^\"]*");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI uri;

    public SignedWebhook(int port) {
        uri = URI.create("http://127.0.0.1:" + port + "/webhooks/iadvize");
    }

    /** The status of the answer. */
    public int post(String body) throws IOException, InterruptedException {
        return CLIENT.send(request(body), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The whole answer. */
    public HttpResponse<String> answer(String body) throws IOException, InterruptedException {
        return CLIENT.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    public CompletableFuture<Integer> postAsync(String body) {
        return CLIENT.sendAsync(request(body), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-iAdvize-Signature", signature(SECRET, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    public static String signature(String secret, String body) {
        return signature(secret, body.getBytes(StandardCharsets.UTF_8));
    }

    public static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A documented payload, unchanged but for one thing: it is sent now. */
    public static String sample(String name) {
        try {
            return SENT_AT.matcher(Files.readString(Path.of("src/test/resources/iadvize/events/" + name + ".json")))
                    .replaceFirst("$1" + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A closed conversation of a visitor whose REST number is the given one, as a new event. */
    public static String closedConversation(long visitor) {
        String visitorId = UUID.nameUUIDFromBytes(("visitor " + visitor).getBytes(StandardCharsets.UTF_8))
                .toString();
        return sample("v2.conversation.closed")
                .replace("b05f1b45-c891-4a9c-b47e-91ee6c8ffb44", visitorId)
                .replace(
                        "0f0bb3af-5035-4ba3-b3fb-ff4879a3a74d",
                        UUID.randomUUID().toString())
                .replace(
                        "4c8c7408-f73c-42cd-89e9-afbbee7d9024",
                        UUID.randomUUID().toString())
                .replace("63429889", Long.toString(visitor));
    }
}
