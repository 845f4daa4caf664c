package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach the Salesforce org and what is agreed with its admin: {@code salesforce.*}. All of it may be left unconfigured; a setting that
 * can't be right stops the start.
 *
 * @param keystore a file with one private key: the JWT flow is used
 * @param leadExternalId the external id field that holds the visitor on a Lead, empty when the org has none
 * @param taskExternalId the external id field that holds the conversation on a Task, empty when the org has none
 * @param requestLimitDelay how long to stay away when the org's API requests are used up
 */
@ConfigurationProperties("salesforce")
record SalesforceSettings(
        @DefaultValue("") String loginUrl,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String keystore,
        @DefaultValue("") String keystorePassword,
        @DefaultValue("") String jwtAudience,
        @DefaultValue("62.0") String apiVersion,
        @DefaultValue("iAdvize_Visitor_Id__c") String leadExternalId,
        @DefaultValue("iAdvize_Conversation_Id__c") String taskExternalId,
        @DefaultValue("update") OnDuplicate onDuplicate,
        @DefaultValue("skip") Anonymous anonymous,
        @DefaultValue("30m") Duration requestLimitDelay,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("20s") Duration readTimeout,
        @DefaultValue("20") int maxConnections) {

    private static final Pattern VERSION = Pattern.compile("[1-9]\\d\\.0");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)?");

    /** What to do when Salesforce has several records for one visitor, or calls the new one a duplicate. */
    enum OnDuplicate {
        UPDATE,
        PARK
    }

    /** What to do with a visitor of whom nothing is known to reach or name them by. */
    enum Anonymous {
        SKIP,
        CREATE
    }

    /** The OAuth 2 flows; which one follows from what is set. */
    enum Flow {
        CLIENT_CREDENTIALS,
        PASSWORD,
        JWT
    }

    SalesforceSettings {
        loginUrl = url(loginUrl.strip().replaceFirst("/+$", ""));
        clientId = clientId.strip();
        username = username.strip();
        keystore = keystore.strip();
        apiVersion = apiVersion.strip().toLowerCase(Locale.ROOT).replaceFirst("^v", "");
        require(VERSION.matcher(apiVersion).matches(), "salesforce.api-version must be like v62.0, not " + apiVersion);
        leadExternalId = field(leadExternalId, "salesforce.lead-external-id");
        taskExternalId = field(taskExternalId, "salesforce.task-external-id");
        positive(requestLimitDelay, "salesforce.request-limit-delay");
        positive(connectTimeout, "salesforce.connect-timeout");
        positive(readTimeout, "salesforce.read-timeout");
        require(maxConnections > 0, "salesforce.max-connections must be 1 or more, not " + maxConnections);
    }

    Flow flow() {
        if (!keystore.isEmpty()) {
            return Flow.JWT;
        }
        return username.isEmpty() && password.isEmpty() ? Flow.CLIENT_CREDENTIALS : Flow.PASSWORD;
    }

    /** The names of the settings without which nothing can be sent; empty when all are there. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        need(loginUrl, "salesforce.login-url", missing);
        need(clientId, "salesforce.client-id", missing);
        if (flow() == Flow.JWT) {
            need(username, "salesforce.username", missing);
            need(keystorePassword, "salesforce.keystore-password", missing);
            return missing;
        }
        need(clientSecret, "salesforce.client-secret", missing);
        if (flow() == Flow.PASSWORD) {
            need(username, "salesforce.username", missing);
            need(password, "salesforce.password", missing);
        }
        return missing;
    }

    /** Fails when something is missing, saying what. */
    void check() {
        if (!missing().isEmpty()) {
            throw new PermanentException("Salesforce is not configured: set " + String.join(", ", missing()));
        }
    }

    @Override
    public String toString() {
        return "SalesforceSettings[" + loginUrl + ", " + flow() + "]";
    }

    private static void need(String value, String setting, List<String> missing) {
        if (value.isEmpty()) {
            missing.add(setting);
        }
    }

    private static String field(String name, String setting) {
        String field = name.strip();
        require(FIELD.matcher(field).matches(), setting + " must be the API name of a field, like Visitor_Id__c");
        return field;
    }

    private static String url(String url) {
        try {
            if (url.isEmpty() || WebAddresses.isWeb(new URI(url))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below: the exception's own message would only repeat the value
        }
        throw new IllegalArgumentException(
                "salesforce.login-url must be like https://MYDOMAIN.my.salesforce.com or https://login.salesforce.com");
    }

    private static void positive(Duration wait, String setting) {
        require(wait.compareTo(Duration.ofMillis(1)) >= 0, setting + " must be longer than nothing, for example 2s");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
