package dev.aftertalk.sandbox;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The sandbox's own settings.
 *
 * @param url where this server answers itself, without a slash at the end; worked out by {@link SandboxEnvironment}
 * @param smtpPort port of the SMTP server inside, on loopback
 * @param inboxSize how many mails the inbox keeps, the newest
 * @param traffic events a second that are sent from the start; 0 is none
 * @param webhook where events are sent: another server's, to see what becomes of those it was away for; empty: to this one
 */
@SandboxOnly
@Validated
@ConfigurationProperties("sandbox")
record SandboxSettings(
        @NotNull URI url,
        @Min(0) @Max(65535) int smtpPort,
        @Min(1) @Max(100_000) int inboxSize,
        @PositiveOrZero @DecimalMax("" + MAX_TRAFFIC) double traffic,
        URI webhook) {

    /** More than one machine can play both sides of; a mistyped number must not bring the machine down. */
    static final int MAX_TRAFFIC = 5000;
}
