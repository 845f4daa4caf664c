package dev.aftertalk.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a sender may send, and how long that may take. The webhook has a size of its own.
 *
 * @param maxForm the largest body at any address but the webhook, {@code /api} and {@code /mcp}
 * @param maxApiBody the largest body below {@code /api} and at {@code /mcp}
 * @param bodyTimeout how long a body may take, at every address
 * @param maxArriving how many bodies may be on their way in at once, to the webhook and to all other addresses together
 * @param maxArrivingSize how much memory they may take, each of the two
 */
@ConfigurationProperties("aftertalk.web")
record WebSettings(
        @DefaultValue("64KB") DataSize maxForm,
        @DefaultValue("1MB") DataSize maxApiBody,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("1000") int maxArriving,
        @DefaultValue("16MB") DataSize maxArrivingSize) {

    private static final DataSize MOST = DataSize.ofMegabytes(64);

    WebSettings {
        requireSize("max-form", maxForm);
        requireSize("max-api-body", maxApiBody);
        if (bodyTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("aftertalk.web.body-timeout must be longer than nothing, such as 10s");
        }
        if (maxArriving < 1) {
            throw new IllegalArgumentException("aftertalk.web.max-arriving must be 1 at the least");
        }
        if (maxArrivingSize.toBytes() < 1) {
            throw new IllegalArgumentException("aftertalk.web.max-arriving-size must be 1B at the least");
        }
    }

    private static void requireSize(String name, DataSize size) {
        if (size.toBytes() < 1 || size.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "aftertalk.web." + name + " must lie between 1B and 64MB: a body is held in memory");
        }
    }
}
