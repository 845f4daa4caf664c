package dev.aftertalk.intake;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at start that a secret of the webhook is so short that whoever has seen one signed call can find it by trying. */
@Component
class ShortSecretWarning {

    /** Random letters and digits: more than 90 bits. */
    static final int SHORTEST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ShortSecretWarning.class);

    private final SignatureSettings settings;

    ShortSecretWarning(SignatureSettings settings) {
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void warn() {
        long tooShort = settings.secrets().stream()
                .filter(secret -> secret.length() < SHORTEST)
                .count();
        if (tooShort > 0) {
            LOG.warn(
                    "{} of the secrets in iadvize.webhook.secrets has less than {} characters, so it can be found by trying: take the secret"
                            + " token that iAdvize shows for your app",
                    tooShort,
                    SHORTEST);
        }
    }
}
