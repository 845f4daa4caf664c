package dev.aftertalk.intake;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What webhook calls may be signed with.
 *
 * @param secrets the tokens that are valid at present; several, so that a token can be changed without refusing a call
 */
@ConfigurationProperties("iadvize.webhook")
record SignatureSettings(List<String> secrets) {

    SignatureSettings {
        secrets = secrets == null
                ? List.of()
                : secrets.stream()
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Keeps the secrets out of logs and failure reports. */
    @Override
    public String toString() {
        return "SignatureSettings[" + secrets.size() + " secrets]";
    }
}
