package dev.aftertalk.care.doctor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What webhooks are signed with: {@code iadvize.webhook.secrets}. */
class WebhookSecrets {

    private static final String ALGORITHM = "HmacSHA256";

    private final List<String> secrets;

    WebhookSecrets(Environment settings) {
        secrets =
                Binder.get(settings)
                        .bind("iadvize.webhook.secrets", Bindable.listOf(String.class))
                        .orElse(List.of())
                        .stream()
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .toList();
    }

    boolean isNone() {
        return secrets.isEmpty();
    }

    /** The header {@code x-iadvize-signature} of a body, by the first of them. */
    String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secrets.get(0).getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM + ": use a complete one", e);
        }
    }
}
