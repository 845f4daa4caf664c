package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.UsedStep;
import dev.aftertalk.ledger.PermanentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where issues are opened.
 *
 * @param desk whether it is a service desk: project and type are then the ids of the desk and of the request type
 */
record JiraTarget(boolean desk, String project, String type) implements Comparable<JiraTarget> {

    private static final int PAGE = 200;

    static JiraTarget of(UsedStep step, JiraSettings settings) {
        String desk = step.parameter("serviceDeskId");
        if (!desk.isEmpty()) {
            return new JiraTarget(true, desk, step.parameter("requestTypeId"));
        }
        String project = step.parameter("project");
        String type = step.parameter("issueType");
        return new JiraTarget(
                false, project.isEmpty() ? settings.project() : project, type.isEmpty() ? settings.issueType() : type);
    }

    String name() {
        return desk
                ? "Jira request type " + type + " of service desk " + project
                : "Jira fields of " + type + " in " + project;
    }

    /** Of what is told when it is right. */
    List<String> names() {
        if (project.isEmpty()) {
            return JiraExamination.FURTHER;
        }
        boolean isKnown = !UsedStep.isExpression(project) && !UsedStep.isExpression(type);
        return desk || !isKnown ? List.of(name()) : List.of(projectName(), name());
    }

    private String projectName() {
        return "Jira project " + project;
    }

    @Override
    public int compareTo(JiraTarget other) {
        return name().compareTo(other.name());
    }

    /** @param steps those that open issues here */
    void examine(List<UsedStep> steps, JiraExamination.Asking jira, Report report) {
        if (UsedStep.isExpression(project) || UsedStep.isExpression(type)) {
            report.tell(Diagnosis.notChecked(
                    name(), workflows(steps) + " works out for each event where its issue is opened.", ""));
        } else if (project.isEmpty()) {
            report.tell(Diagnosis.problem(
                    "Jira project",
                    "Nothing says in which project " + workflows(steps) + " opens its issues.",
                    "Set jira.project, or project in " + files(steps) + "."));
        } else if (desk) {
            JsonNode form = jira.get(
                    "rest/servicedeskapi/servicedesk/" + JiraRequest.segment(project) + "/requesttype/"
                            + JiraRequest.segment(type) + "/field",
                    null,
                    "serviceDeskId and requestTypeId in " + files(steps));
            new JiraForm(this, form.path("requestTypeFields"), "defaultValues").compare(steps, report);
        } else if (mayOpen(steps, jira, report)) {
            issueType(jira).ifPresentOrElse(id -> examine(id, steps, jira, report), () -> noType(steps, jira, report));
        }
    }

    private boolean mayOpen(List<UsedStep> steps, JiraExamination.Asking jira, Report report) {
        String name = projectName();
        JsonNode rights;
        try {
            rights = jira.get(
                            "rest/api/3/mypermissions",
                            (project.matches("\\d+") ? "projectId=" : "projectKey=") + JiraRequest.segment(project)
                                    + "&permissions=BROWSE_PROJECTS,CREATE_ISSUES,CREATE_ATTACHMENTS",
                            "jira.project")
                    .path("permissions");
        } catch (PermanentException e) {
            report.tell(Diagnosis.problem(
                    name,
                    "Jira knows no project " + project + " that the user in jira.email may see.",
                    "Set jira.project to the key of the project, or correct project in " + files(steps)
                            + "; give the user Browse Projects there."));
            return false;
        }
        List<String> lacking = Stream.of("Browse Projects", "Create Issues")
                .filter(right -> !has(rights, right))
                .toList();
        if (!lacking.isEmpty()) {
            report.tell(Diagnosis.problem(
                    name,
                    "The user in jira.email may not " + String.join(", nor ", lacking) + " there.",
                    "Have an administrator of the project give these permissions to that user."));
            return false;
        }
        report.tell(
                has(rights, "Create Attachments")
                        ? Diagnosis.ok(name, "The user in jira.email may open issues there, with files.")
                        : Diagnosis.warning(
                                name,
                                "The user in jira.email may open issues there, but not add files: one with a transcript"
                                        + " longer than a description may be ends dead.",
                                "Have an administrator of the project give Create Attachments to that user."));
        return true;
    }

    /** @param right as Jira's pages call it */
    private static boolean has(JsonNode rights, String right) {
        return rights.path(right.toUpperCase(Locale.ROOT).replace(' ', '_'))
                .path("havePermission")
                .asBoolean();
    }

    private String meta() {
        return "rest/api/3/issue/createmeta/" + JiraRequest.segment(project) + "/issuetypes";
    }

    private JsonNode types(JiraExamination.Asking jira) {
        JsonNode page = jira.get(meta(), "maxResults=" + PAGE, "jira.project");
        return page.has("issueTypes") ? page.path("issueTypes") : page.path("values");
    }

    private Optional<String> issueType(JiraExamination.Asking jira) {
        for (JsonNode each : types(jira)) {
            if (each.path("name").asText().equalsIgnoreCase(type)
                    || each.path("id").asText().equals(type)) {
                return Optional.of(each.path("id").asText());
            }
        }
        return Optional.empty();
    }

    private void noType(List<UsedStep> steps, JiraExamination.Asking jira, Report report) {
        List<String> names = new ArrayList<>();
        types(jira).forEach(each -> names.add(each.path("name").asText()));
        report.tell(Diagnosis.problem(
                name(),
                "The project " + project + " has no issue type " + type + "; it has " + String.join(", ", names) + ".",
                "Set jira.issue-type to one of them, or issueType in " + files(steps) + "."));
    }

    private void examine(String typeId, List<UsedStep> steps, JiraExamination.Asking jira, Report report) {
        JsonNode page = jira.get(meta() + "/" + JiraRequest.segment(typeId), "maxResults=" + PAGE, "jira.project");
        JsonNode all = page.has("fields") ? page.path("fields") : page.path("values");
        new JiraForm(this, all, "hasDefaultValue").compare(steps, report);
    }

    static String workflows(List<UsedStep> steps) {
        return steps.stream().map(UsedStep::workflow).distinct().collect(Collectors.joining(", "));
    }

    private static String files(List<UsedStep> steps) {
        return steps.stream().map(step -> step.file().toString()).distinct().collect(Collectors.joining(", "));
    }
}
