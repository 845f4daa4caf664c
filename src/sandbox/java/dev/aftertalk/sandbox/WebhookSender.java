package dev.aftertalk.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Plays iAdvize's side of the webhook: a signed POST over real HTTP to our own front door, with iAdvize's time limits. */
@Component
@SandboxOnly
class WebhookSender {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String HMAC = "HmacSHA256";

    private final URI webhook;
    private final SecretKeySpec secret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    WebhookSender(SandboxSettings settings, Environment environment) {
        boolean own =
                settings.webhook() == null || settings.webhook().toString().isEmpty();
        this.webhook = own ? URI.create(settings.url() + "/webhooks/iadvize") : settings.webhook();
        // With several, any of them is valid.
        String first = Binder.get(environment)
                .bind("iadvize.webhook.secrets", Bindable.listOf(String.class))
                .orElse(List.of())
                .stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("iadvize.webhook.secrets is empty: the sandbox can't sign"));
        this.secret = new SecretKeySpec(first.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    URI webhook() {
        return webhook;
    }

    /**
     * Sends an event once.
     *
     * @param correlationId the same for every try of an event
     * @return the answer's status, or 0 when there was none; never fails
     */
    CompletableFuture<Integer> send(SampleEvent event, UUID correlationId) {
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("x-iadvize-delivery", UUID.randomUUID().toString())
                .header("x-iadvize-correlationid", correlationId.toString())
                .header("x-iadvize-signature", "sha256=" + signature(event.body()))
                .POST(BodyPublishers.ofByteArray(event.body()))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> failure == null ? response.statusCode() : 0);
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HMAC, e);
        }
    }
}
