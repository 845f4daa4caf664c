package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.UsedStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The fields that issues have where they are opened, and what steps set of them. */
final class JiraForm {

    private static final String FIELDS_LEFT =
            "An issue without it is opened all the same. Have an administrator of Jira"
                    + " add it to the project's create screen, or take it out of the workflow.";

    private static final String LABELS = "labels";

    /** Jira gives an issue the one who asks for it. */
    private static final String REPORTER = "reporter";

    private final JiraTarget target;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** A field of the form: its name for people, and whether an issue must have it. */
    private record Field(String name, boolean mandatory) {}

    /**
     * @param all as Jira describes them
     * @param standard where it says that it fills a field in itself
     */
    JiraForm(JiraTarget target, JsonNode all, String standard) {
        this.target = target;
        for (JsonNode each : all) {
            JsonNode given = each.path(standard);
            boolean filled = given.isArray() ? !given.isEmpty() : given.asBoolean();
            fields.put(
                    each.path("fieldId").asText(),
                    new Field(each.path("name").asText(), each.path("required").asBoolean() && !filled));
        }
    }

    /** Tells what the steps that open issues there lack, or set in vain. */
    void compare(List<UsedStep> steps, Report report) {
        boolean isRight = true;
        for (UsedStep step : steps) {
            Set<String> set = set(step);
            List<String> missing = fields.entrySet().stream()
                    .filter(field -> field.getValue().mandatory())
                    .map(Map.Entry::getKey)
                    .filter(field -> !set.contains(field) && !field.equals(REPORTER))
                    .toList();
            if (!missing.isEmpty()) {
                isRight = false;
                report.tell(unset(missing, step));
            }
            isRight &= onScreen(set, step, report);
        }
        if (isRight) {
            report.tell(
                    Diagnosis.ok(target.name(), "All that Jira wants is set by " + JiraTarget.workflows(steps) + "."));
        }
    }

    private Diagnosis unset(List<String> missing, UsedStep step) {
        String names = missing.stream()
                .map(field -> fields.get(field).name() + " (" + field + ")")
                .collect(Collectors.joining(", "));
        return Diagnosis.problem(
                target.name(),
                "Jira wants " + names + ", which " + step.workflow() + " does not set: no issue would be opened.",
                "Give " + (missing.size() == 1 ? "it a line" : "each a line") + " in the variable "
                        + JiraFields.VARIABLE
                        + " in " + step.file() + ", such as " + missing.get(0)
                        + ": …, or have an administrator of Jira make it optional.");
    }

    private boolean onScreen(Set<String> set, UsedStep step, Report report) {
        Set<String> absent = new TreeSet<>(set);
        absent.removeAll(fields.keySet());
        absent.removeAll(Set.of("project", "issuetype")); // by which the form was asked for
        String finds = target.desk() ? "description" : LABELS;
        if (absent.remove(finds)) {
            report.tell(Diagnosis.problem(
                    target.name(),
                    "Its form does not have the field " + finds
                            + ": nothing would be opened, since that is what an issue is" + " found again by.",
                    target.desk()
                            ? "Have an administrator of Jira add Description to the request type."
                            : "Have an administrator of Jira add Labels to the project's create and edit screens."));
            return false;
        }
        if (absent.isEmpty()) {
            return true;
        }
        report.tell(Diagnosis.warning(
                target.name(),
                step.workflow() + " sets " + String.join(", ", absent) + ", which the create screen does not have.",
                FIELDS_LEFT));
        return false;
    }

    /** The fields that a step gives its issue. */
    private Set<String> set(UsedStep step) {
        Set<String> set = new TreeSet<>(Set.of("summary", "description"));
        if (!target.desk()) {
            set.addAll(Set.of("project", "issuetype", LABELS));
        }
        if (!step.parameter("priority").isEmpty()) {
            set.add("priority");
        }
        FieldMapping.names(step.variables().getOrDefault(JiraFields.VARIABLE, ""))
                .forEach(field -> set.add(field.split("\\.", 2)[0]));
        step.variables().keySet().stream()
                .filter(name -> name.startsWith(JiraFields.FIELD_VARIABLE))
                .forEach(name -> set.add(
                        name.substring(JiraFields.FIELD_VARIABLE.length()).split("\\.", 2)[0]));
        return set;
    }
}
