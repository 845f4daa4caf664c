package dev.aftertalk.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which webhook calls are taken.
 *
 * @param maxBody the largest body accepted, as sent and again once inflated
 * @param needsDatabase whether calls are refused at once while the ledger's database is away; false when the webhook's route keeps events elsewhere
 */
@ConfigurationProperties("aftertalk.webhook")
record WebhookSettings(@DefaultValue("256KB") DataSize maxBody, @DefaultValue("true") boolean needsDatabase) {

    private static final DataSize MOST = DataSize.ofMegabytes(64);

    WebhookSettings {
        if (maxBody.toBytes() < 1 || maxBody.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "aftertalk.webhook.max-body must lie between 1B and 64MB: a body is held in memory");
        }
    }
}
