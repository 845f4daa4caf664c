package dev.aftertalk.webhook;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How webhook calls are bounded.
 *
 * @param maxBody the largest body accepted, as sent and again once inflated
 */
@ConfigurationProperties("aftertalk.webhook")
record WebhookSettings(@DefaultValue("256KB") DataSize maxBody) {

    private static final DataSize MOST = DataSize.ofMegabytes(64);

    WebhookSettings {
        if (maxBody.toBytes() < 1 || maxBody.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "aftertalk.webhook.max-body must lie between 1B and 64MB: a body is held in memory");
        }
    }
}
