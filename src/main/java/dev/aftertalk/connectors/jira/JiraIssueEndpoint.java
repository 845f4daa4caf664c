package dev.aftertalk.connectors.jira;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Opens a Jira issue, or a Jira Service Management request, about the event's conversation, once.
 *
 * <p>The body is the event. What the issue says comes from the variables conversation, satisfaction and visitor, and its further fields from
 * the lines of the variable ticketFields; the variable jiraIssue is afterwards its key. The step can be repeated: an issue that the
 * ledger knows or that bears the conversation's label is not opened again, and none is before {@code ledger:intent} has recorded it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "jira-issue",
        title = "Jira Issue",
        syntax = "jira-issue:operation",
        category = {Category.API},
        producerOnly = true,
        remote = false)
public final class JiraIssueEndpoint extends DefaultEndpoint {

    @UriPath(description = "What to do", enums = "open")
    @Metadata(required = true)
    private final String operation;

    @UriParam
    private JiraIssueOptions options = new JiraIssueOptions();

    JiraIssueEndpoint(String uri, JiraIssueComponent component, String operation) {
        super(uri, component);
        this.operation = operation;
    }

    /** @throws IllegalArgumentException when an option without which no issue can be opened is missing, or one is no Simple expression */
    void check() {
        if (isMissing(options.getSummary())) {
            throw new IllegalArgumentException("jira-issue:open: summary is missing: say what the issue's title is.");
        }
        if (!isMissing(options.getServiceDeskId()) && isMissing(options.getRequestTypeId())) {
            throw new IllegalArgumentException(
                    "jira-issue:open: requestTypeId is missing beside serviceDeskId: write the id of a request type of that desk, as in requestTypeId: \"25\".");
        }
        Language simple = simple();
        options.each(text -> {
            simple.createExpression(text);
            return text;
        });
    }

    private static boolean isMissing(String option) {
        return option == null || option.isBlank();
    }

    @Override
    public Producer createProducer() {
        return new JiraIssueProducer(this, ((JiraIssueComponent) getComponent()).ticket());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("jira-issue:open can't begin a route.");
    }

    /** False: its calls to Jira are kept with the run each, and not the step as a whole. */
    @Override
    public boolean isRemote() {
        return false;
    }

    Language simple() {
        return getCamelContext().resolveLanguage("simple");
    }

    public String getOperation() {
        return operation;
    }

    public JiraIssueOptions getOptions() {
        return options;
    }

    public void setOptions(JiraIssueOptions options) {
        this.options = options;
    }
}
