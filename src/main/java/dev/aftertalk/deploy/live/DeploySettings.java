package dev.aftertalk.deploy.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code routes.}; each is explained in {@code application.properties}.
 *
 * @param deployOnSave whether the files are watched
 * @param settleTime how long they must have been left alone
 * @param swapTimeout how long runs under way may take to finish before their workflow is replaced all the same
 */
@ConfigurationProperties("routes")
record DeploySettings(
        @DefaultValue("true") boolean deployOnSave,
        @DefaultValue("300ms") Duration settleTime,
        @DefaultValue("30s") Duration swapTimeout) {

    /** @throws IllegalArgumentException for times that can't work, in words for the person who set them */
    DeploySettings {
        if (settleTime.isNegative() || swapTimeout.isNegative()) {
            throw new IllegalArgumentException("routes.settle-time and routes.swap-timeout can't be negative.");
        }
    }
}
