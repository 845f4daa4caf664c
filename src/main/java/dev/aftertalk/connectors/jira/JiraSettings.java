package dev.aftertalk.connectors.jira;

import dev.aftertalk.connectors.calls.PooledHttpComponent.Limits;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Jira, and where its issues go unless a workflow says otherwise: {@code jira.*}. It may be left unconfigured; Aftertalk then
 * starts, and a run that needs Jira says which settings are missing. A setting that can't be right stops the start.
 *
 * @param url the Jira site
 * @param indexLag how long Jira's search may need to show a new issue
 */
@ConfigurationProperties("jira")
record JiraSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String email,
        @DefaultValue("") String apiToken,
        @DefaultValue("") String project,
        @DefaultValue("Task") String issueType,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("20s") Duration readTimeout,
        @DefaultValue("10") int maxConnections,
        @DefaultValue("2m") Duration indexLag) {

    JiraSettings {
        url = url.strip();
        email = email.strip();
        apiToken = apiToken.strip();
        project = project.strip();
        issueType = issueType.strip();
        if (!url.isEmpty()) {
            site(url);
        }
        positive(connectTimeout, "jira.connect-timeout");
        positive(readTimeout, "jira.read-timeout");
        if (maxConnections < 1) {
            throw new IllegalArgumentException("jira.max-connections must be 1 or more, not " + maxConnections);
        }
        if (indexLag.isNegative()) {
            throw new IllegalArgumentException("jira.index-lag can't be negative");
        }
    }

    Limits limits() {
        return new Limits(connectTimeout, readTimeout, maxConnections);
    }

    /** @throws PermanentException naming the settings without which Jira can't be asked for anything */
    void requireConnection() {
        List<String> missing = new ArrayList<>();
        if (url.isEmpty()) {
            missing.add("jira.url");
        }
        if (email.isEmpty()) {
            missing.add("jira.email");
        }
        if (apiToken.isEmpty()) {
            missing.add("jira.api-token");
        }
        if (!missing.isEmpty()) {
            throw new PermanentException("Jira is not configured: set " + String.join(", ", missing));
        }
    }

    @Override
    public String toString() {
        return "Jira[" + url + ", " + (apiToken.isEmpty() ? "without" : "with") + " an API token]";
    }

    private static void positive(Duration wait, String setting) {
        if (wait.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(setting + " must be longer than nothing, for example 2s");
        }
    }

    private static void site(String url) {
        try {
            URI uri = new URI(url);
            if (WebAddresses.isWeb(uri) && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below: the exception's own message would only repeat the value
        }
        String shown = url.indexOf('@') < 0 ? ", not \"" + url + "\"" : ""; // before an @ there may be a password
        throw new IllegalArgumentException(
                "jira.url must be the address of your site, like https://your-site.atlassian.net" + shown);
    }
}
