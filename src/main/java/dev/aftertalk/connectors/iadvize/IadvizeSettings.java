package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.PooledHttpComponent.Limits;
import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to ask iAdvize about visitors and conversations: {@code iadvize.*}. Both APIs may be left unconfigured; Aftertalk then starts and
 * the runs that need them say which settings are missing. A setting that can't be right stops the start.
 *
 * @param maxConnections most connections at once, to REST and to GraphQL each
 */
@ConfigurationProperties("iadvize")
record IadvizeSettings(
        @DefaultValue Rest rest,
        @DefaultValue Graphql graphql,
        @DefaultValue Transcript transcript,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("50") int maxConnections) {

    IadvizeSettings {
        positive(connectTimeout, "iadvize.connect-timeout");
        positive(readTimeout, "iadvize.read-timeout");
        if (maxConnections < 1) {
            throw new IllegalArgumentException("iadvize.max-connections must be 1 or more, not " + maxConnections);
        }
    }

    Limits limits() {
        return new Limits(connectTimeout, readTimeout, maxConnections);
    }

    /** The REST API and its key. */
    record Rest(@DefaultValue("https://ha.iadvize.com/api/2") String url, @DefaultValue("") String apiKey) {

        Rest {
            URI uri = http(url, "iadvize.rest.url", "https://ha.iadvize.com/api/2");
            if (uri.getRawQuery() != null) {
                throw new IllegalArgumentException("iadvize.rest.url can't have a query (from ? on)");
            }
            apiKey = apiKey.strip();
        }

        boolean configured() {
            return !apiKey.isEmpty();
        }

        @Override
        public String toString() {
            return "Rest[" + url + ", " + (configured() ? "with" : "without") + " an API key]";
        }
    }

    /** The GraphQL API, where to ask for its token, and the user it is asked for. */
    record Graphql(
            @DefaultValue("https://api.iadvize.com/graphql") String url,
            @DefaultValue("https://api.iadvize.com/oauth2/token") String tokenUrl,
            @DefaultValue("") String username,
            @DefaultValue("") String password) {

        Graphql {
            http(url, "iadvize.graphql.url", "https://api.iadvize.com/graphql");
            http(tokenUrl, "iadvize.graphql.token-url", "https://api.iadvize.com/oauth2/token");
            username = username.strip();
        }

        boolean configured() {
            return !username.isEmpty() && !password.isEmpty();
        }

        @Override
        public String toString() {
            return "Graphql[" + url + ", " + (configured() ? "with" : "without") + " a user]";
        }
    }

    /** How much of a conversation is read. */
    record Transcript(@DefaultValue("1000") int maxMessages) {

        Transcript {
            if (maxMessages < 1) {
                throw new IllegalArgumentException(
                        "iadvize.transcript.max-messages must be 1 or more, not " + maxMessages);
            }
        }
    }

    private static void positive(Duration wait, String setting) {
        if (wait.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(setting + " must be longer than nothing, for example 2s");
        }
    }

    private static URI http(String url, String setting, String example) {
        try {
            URI uri = new URI(url);
            if (WebAddresses.isWeb(uri) && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below: the exception's own message would only repeat the value
        }
        String shown = url.indexOf('@') < 0 ? ", not \"" + url + "\"" : ""; // before an @ there may be a password
        throw new IllegalArgumentException(
                setting + " must be an http or https URL like " + example + " (no user, no # part)" + shown);
    }
}
