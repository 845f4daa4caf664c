package dev.aftertalk.connectors.jira;

import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.text.ExactText;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;

/** Jira issues as routes open them: {@code jira-issue:open}. It holds the credentials, which never stand in a route or in a message. */
@Component("jira-issue")
public final class JiraIssueComponent extends DefaultComponent {

    private static final String OPEN = "open";

    private final JiraSettings settings;
    private final JiraIssues issues;
    private final RecordedCalls jira;

    /** @param jira used for nothing else */
    JiraIssueComponent(JiraSettings settings, JiraIssues issues, RecordedCalls jira) {
        this.settings = settings;
        this.issues = issues;
        this.jira = jira;
    }

    /** One that can't be started, and tells what is wrong with an address all the same. */
    public static JiraIssueComponent forAddressesOnly() {
        return new JiraIssueComponent(null, null, null);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!remaining.equals(OPEN)) {
            throw new IllegalArgumentException("There is no jira-issue:" + remaining + "; there is jira-issue:open.");
        }
        ExactText.read(parameters);
        JiraIssueEndpoint endpoint = new JiraIssueEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        if (jira != null) {
            jira.setCamelContext(camelContext);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (!settings.url().isEmpty()) { // a site that is not set stops a run, not the start
            ServiceHelper.startService(jira);
        }
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(jira);
        super.doStop();
    }

    /** Jira itself, as issues are opened in it. */
    RecordedCalls jira() {
        return jira;
    }

    JiraTicket ticket() {
        return new JiraTicket(settings, issues, jira);
    }
}
