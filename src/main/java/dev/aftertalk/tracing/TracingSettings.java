package dev.aftertalk.tracing;

import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code tracing.}; each is explained in {@code application.properties}.
 *
 * @param endpoint where traces go; empty: there are none
 * @param sampling which part of the events has one, from 0 to 1
 */
@ConfigurationProperties("tracing")
record TracingSettings(@DefaultValue("") String endpoint, @DefaultValue("1") double sampling) {

    static final String ENDPOINT = "tracing.endpoint";

    /** Where collectors take traces, for an endpoint that names the server alone. */
    private static final String PATH = "/v1/traces";

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    TracingSettings {
        if (!endpoint.isBlank() && !isAddress(endpoint)) {
            throw new IllegalArgumentException(
                    ENDPOINT + " must be the http or https URL of a collector, such as http://localhost:4318.");
        }
        if (!(sampling >= 0 && sampling <= 1)) {
            throw new IllegalArgumentException("tracing.sampling must be from 0 to 1.");
        }
    }

    /** Whether traces can go there. */
    static boolean isAddress(String text) {
        try {
            return WebAddresses.isWeb(URI.create(text.strip()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where to post them. */
    String url() {
        URI address = URI.create(endpoint.strip());
        boolean isServer = address.getPath().isEmpty() || address.getPath().equals("/");
        return isServer ? address.resolve(PATH).toString() : address.toString();
    }
}
