package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An object of Salesforce and what is written of it.
 *
 * @param setting that names its external id
 * @param externalId the field that a record is known by; empty when the org has none
 * @param atCreation the fields that only a new record gets
 * @param fields the fields that are written at any time
 * @param workflows that write it
 */
record SalesforceObject(
        String name, String setting, String externalId, Set<String> atCreation, Set<String> fields, String workflows) {

    String title() {
        return "Salesforce " + name;
    }

    /** @param described what Salesforce says of it to this user */
    void compare(JsonNode described, Report report) {
        Map<String, JsonNode> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        described.path("fields").forEach(field -> all.put(field.path("name").asText(), field));
        List<Diagnosis> found = new ArrayList<>();
        rights(described, found);
        absent(all, found);
        unwritable(all, found);
        required(all, found);
        externalId(all, found);
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(
                    title(), "It has all fields that are written by " + workflows + ", and this user may write them."));
        }
        found.forEach(report::tell);
    }

    private void rights(JsonNode described, List<Diagnosis> found) {
        List<String> lacking = new ArrayList<>();
        for (String right : List.of("Createable", "Updateable", "Queryable")) {
            if (!described.path(right.toLowerCase(Locale.ROOT)).asBoolean()) {
                lacking.add(Map.of("Createable", "Create", "Updateable", "Edit", "Queryable", "Read")
                        .get(right));
            }
        }
        if (!lacking.isEmpty()) {
            found.add(problem(
                    "This user lacks the right " + String.join(", ", lacking) + " on " + name + ".",
                    "Have Salesforce's admin give it to the user's profile or permission set."));
        }
    }

    private Set<String> written() {
        Set<String> written = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        written.addAll(atCreation);
        written.addAll(fields);
        written.removeIf(field -> field.indexOf('.') >= 0); // of another object, which is described elsewhere
        return written;
    }

    private void absent(Map<String, JsonNode> all, List<Diagnosis> found) {
        Set<String> absent = written();
        absent.removeAll(all.keySet());
        if (!absent.isEmpty()) {
            found.add(problem(
                    name + " has no field " + listed(absent) + " that this user may see: " + workflows
                            + " would leave it out of each record.",
                    "Correct its API name in the field mapping, or have Salesforce's admin add the field or show it to the"
                            + " user (field-level security)."));
        }
    }

    private void unwritable(Map<String, JsonNode> all, List<Diagnosis> found) {
        Set<String> unwritable = new TreeSet<>();
        for (String field : written()) {
            JsonNode its = all.get(field);
            boolean later = fields.contains(field);
            if (its != null
                    && !(its.path("createable").asBoolean()
                            && (!later || its.path("updateable").asBoolean() || field.equals("WhoId")))) {
                unwritable.add(field);
            }
        }
        if (!unwritable.isEmpty()) {
            found.add(problem(
                    "This user may not write " + listed(unwritable) + " of " + name + ": " + workflows
                            + " would leave it out of each record.",
                    "Have Salesforce's admin give the user Edit on the field (field-level security), or take it out of the"
                            + " field mapping."));
        }
    }

    private void required(Map<String, JsonNode> all, List<Diagnosis> found) {
        Set<String> written = written();
        Set<String> required = new TreeSet<>();
        all.forEach((field, its) -> {
            boolean mustBeGiven = its.path("createable").asBoolean()
                    && !its.path("nillable").asBoolean(true)
                    && !its.path("defaultedOnCreate").asBoolean(true);
            if (mustBeGiven && !written.contains(field) && !field.equalsIgnoreCase(externalId)) {
                required.add(field);
            }
        });
        if (!required.isEmpty()) {
            found.add(problem(
                    "Salesforce wants " + listed(required) + " of a new " + name + ", which " + workflows
                            + " does not set: none would be made.",
                    "Give it a line in the field mapping, or have Salesforce's admin make it optional."));
        }
    }

    private void externalId(Map<String, JsonNode> all, List<Diagnosis> found) {
        JsonNode its = all.get(externalId);
        if (externalId.isEmpty()) {
            return;
        }
        String otherwise = name.equals("Lead")
                ? "leads are matched by e-mail address alone"
                : "tasks are found by the conversation in their subject";
        if (its == null) {
            found.add(Diagnosis.warning(
                    title(),
                    name + " has no field " + externalId + " that this user may see: " + otherwise + ".",
                    "Have Salesforce's admin add it (text, 64 or longer, External ID, Unique) and show it to the user, or set "
                            + setting + "= to say that there is none."));
        } else if (!its.path("externalId").asBoolean()) {
            found.add(Diagnosis.warning(
                    title(),
                    externalId + " of " + name + " is not marked External ID: " + otherwise + ".",
                    "Have Salesforce's admin mark it External ID and Unique."));
        } else if (!its.path("createable").asBoolean()
                || !its.path("updateable").asBoolean()) {
            found.add(problem(
                    "This user may not write " + externalId + " of " + name + ".",
                    "Have Salesforce's admin give the user Edit on the field (field-level security)."));
        }
    }

    private Diagnosis problem(String found, String todo) {
        return Diagnosis.problem(title(), found, todo);
    }

    private static String listed(Collection<String> names) {
        return String.join(", ", names);
    }
}
