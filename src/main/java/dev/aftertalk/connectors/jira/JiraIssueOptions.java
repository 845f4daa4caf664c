package dev.aftertalk.connectors.jira;

import java.util.function.UnaryOperator;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What {@code jira-issue:open} is told about the issue, each as text or a Simple expression. */
@UriParams
public final class JiraIssueOptions {

    @UriParam(description = "The issue's title. It becomes one line of at most 255 characters.")
    @Metadata(required = true)
    private String summary;

    @UriParam(description = "Key or id of the project. Left out, it is jira.project.")
    private String project;

    @UriParam(description = "Name or id of the issue type. Left out, it is jira.issue-type.")
    private String issueType;

    @UriParam(description = "Name or id of the priority. Left out, Jira decides.")
    private String priority;

    @UriParam(description = "Labels beside the conversation's own, comma-separated. Spaces in a label become hyphens.")
    private String labels;

    @UriParam(description = "Where to read the conversation; shown in the issue")
    private String link;

    @UriParam(
            description = "Id of a Jira Service Management desk. With it a request is raised there instead of an issue;"
                    + " project and issueType then follow from the request type.")
    private String serviceDeskId;

    @UriParam(description = "Id of the request type, when there is a serviceDeskId")
    private String requestTypeId;

    /** The same with each option that is given changed by this; what is left out is empty. */
    JiraIssueOptions each(UnaryOperator<String> change) {
        UnaryOperator<String> given = text -> {
            String changed = text == null || text.isEmpty() ? null : change.apply(text);
            return changed == null ? "" : changed.strip();
        };
        JiraIssueOptions changed = new JiraIssueOptions();
        changed.summary = given.apply(summary);
        changed.project = given.apply(project);
        changed.issueType = given.apply(issueType);
        changed.priority = given.apply(priority);
        changed.labels = given.apply(labels);
        changed.link = given.apply(link);
        changed.serviceDeskId = given.apply(serviceDeskId);
        changed.requestTypeId = given.apply(requestTypeId);
        return changed;
    }

    public String getSummary() {
        return summary;
    }

    public void setSummary(String summary) {
        this.summary = summary;
    }

    public String getProject() {
        return project;
    }

    public void setProject(String project) {
        this.project = project;
    }

    public String getIssueType() {
        return issueType;
    }

    public void setIssueType(String issueType) {
        this.issueType = issueType;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }

    public String getLink() {
        return link;
    }

    public void setLink(String link) {
        this.link = link;
    }

    public String getServiceDeskId() {
        return serviceDeskId;
    }

    public void setServiceDeskId(String serviceDeskId) {
        this.serviceDeskId = serviceDeskId;
    }

    public String getRequestTypeId() {
        return requestTypeId;
    }

    public void setRequestTypeId(String requestTypeId) {
        this.requestTypeId = requestTypeId;
    }
}
