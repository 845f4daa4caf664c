package dev.aftertalk.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings under {@code mail.}; each is explained in {@code application.properties}.
 *
 * @param sslBundle name of a Spring Boot SSL bundle whose authorities sign the mail server's certificate; empty = Java's own
 */
@Validated
@ConfigurationProperties("mail")
record MailSettings(
        @DefaultValue("localhost") @NotBlank String host,
        @DefaultValue("587") @Min(1) @Max(65535) int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("starttls") Security security,
        @DefaultValue("") String sslBundle,
        @DefaultValue("") String from,
        @DefaultValue("routes/mail") Path templates,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("20s") Duration idleTimeout,
        @DefaultValue("8") @Min(1) int maxConnections) {

    /** How the connection to the mail server is protected. */
    enum Security {
        NONE,
        STARTTLS,
        TLS;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    boolean authenticates() {
        return !username.isBlank();
    }

    /** Whether the password would cross a network in the clear. */
    boolean exposesPassword() {
        return authenticates()
                && security == Security.NONE
                && !host.matches("localhost|127(?:\\.\\d{1,3}){3}|\\[?::1]?");
    }

    /** {@code host:port}, for messages. */
    String server() {
        return host + ":" + port;
    }

    /** Leaves the password out: records print all they hold. */
    @Override
    public String toString() {
        return "MailSettings[server=" + server() + ", security=" + security + "]";
    }
}
