package dev.aftertalk.connectors.salesforce;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a record although Salesforce refuses one of its fields, such as a country that is not in the org's picklist: the field gets the
 * value of a new record, where there is one, or is left out, and the rest is sent again. Salesforce may name one bad field at a time, so this
 * is repeated, but not without end.
 */
final class RefusedFields {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedFields.class);
    private static final int MOST_TRIES = 6;
    private static final int BAD_REQUEST = 400;

    /** These name fields, too, but leaving one out would not mend it, or would make another record of it. */
    private static final Set<String> ABOUT_THE_RECORD = Set.of(
            "REQUIRED_FIELD_MISSING",
            "DUPLICATE_VALUE",
            "DUPLICATES_DETECTED",
            "DUPLICATE_EXTERNAL_ID",
            "UNABLE_TO_LOCK_ROW",
            "ENTITY_IS_DELETED",
            "STORAGE_LIMIT_EXCEEDED",
            "REQUEST_LIMIT_EXCEEDED");

    /**
     * Where a message names the fields of an error that has no list of them. The first of these that names one of ours counts: what stands
     * behind it may be what the visitor typed.
     */
    private static final List<Pattern> WORDS = List.of(
            // City: bad value for restricted picklist field: Nantes
            Pattern.compile("^([\\w ]{1,80}):"),
            // Unable to create/update fields: City, Country. Please check the security settings
            Pattern.compile("\\bfields?: ?([\\w ,/]+)"),
            // No such column 'Region__c' on sobject of type Lead
            Pattern.compile("'(\\w+)'"),
            // There's a problem with this country, even though it may appear correct
            Pattern.compile("\\bproblem with this (\\w+)"));

    private final String object;
    private final Consumer<String> notes;

    /** One request with these fields. */
    interface Call<T> {
        T with(Map<String, Object> fields) throws SalesforceRefusal;
    }

    /**
     * What becomes of a field whose value is refused.
     *
     * @param values what goes into it instead, the first that was not tried yet; if there is none, the field is left out
     * @param needed fields that can't be left out
     */
    record Instead(List<Map<String, Object>> values, Set<String> needed) {

        /** Whatever is refused is left out. */
        static final Instead NOTHING = new Instead(List.of(), Set.of());

        private Object of(String field, Set<Object> tried) {
            return values.stream()
                    .map(each -> each.get(field))
                    .filter(value -> value != null && !tried.contains(value))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** @param notes takes what was left out, for the run's history; without what the visitor typed */
    RefusedFields(String object, Consumer<String> notes) {
        this.object = object;
        this.notes = notes;
    }

    /**
     * Sends the fields, or what Salesforce takes of them.
     *
     * @throws SalesforceRefusal what leaving fields out does not mend
     */
    <T> T send(Map<String, Object> fields, Instead instead, Call<T> call) throws SalesforceRefusal {
        Map<String, Object> sent = new LinkedHashMap<>(fields);
        Map<String, Set<Object>> tried = new HashMap<>();
        for (int tries = 1; ; tries++) {
            try {
                return call.with(sent);
            } catch (SalesforceRefusal refusal) {
                Map<String, String> refused = tries == MOST_TRIES ? Map.of() : named(refusal, sent.keySet());
                if (refused.isEmpty() || !mend(sent, refused, tried, instead)) {
                    throw refusal;
                }
            }
        }
    }

    private boolean mend(
            Map<String, Object> sent, Map<String, String> refused, Map<String, Set<Object>> tried, Instead instead) {
        for (Map.Entry<String, String> each : refused.entrySet()) {
            String field = each.getKey();
            Set<Object> before = tried.computeIfAbsent(field, key -> new HashSet<>());
            before.add(sent.remove(field));
            Object other = instead.of(field, before);
            if (other == null && instead.needed().contains(field)) {
                return false;
            }
            if (other != null) {
                sent.put(field, other);
            }
            String what = object + (other == null ? " without " : " with another ") + field
                    + ", which Salesforce refused (" + each.getValue() + ")";
            notes.accept(what);
            LOG.warn("The rest is written: {}", what);
        }
        return true;
    }

    /** Those of the fields that a refusal is about, and its code; empty unless it is about nothing else. */
    static Map<String, String> named(SalesforceRefusal refusal, Set<String> fields) {
        Map<String, String> named = new LinkedHashMap<>();
        for (RestError error : refusal.status() == BAD_REQUEST ? refusal.errors() : List.<RestError>of()) {
            Set<String> its = ABOUT_THE_RECORD.contains(error.getErrorCode()) ? Set.of() : named(error, fields);
            if (its.isEmpty()) {
                return Map.of();
            }
            its.forEach(field -> named.put(field, error.getErrorCode()));
        }
        return named;
    }

    private static Set<String> named(RestError error, Set<String> fields) {
        if (error.getFields() != null && !error.getFields().isEmpty()) {
            return ours(error.getFields().stream(), fields);
        }
        String message = error.getMessage() == null ? "" : error.getMessage();
        return WORDS.stream()
                .map(words -> ours(
                        words.matcher(message)
                                .results()
                                .flatMap(found -> Stream.of(found.group(1).split("[,/]"))),
                        fields))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    private static Set<String> ours(Stream<String> names, Set<String> fields) {
        return names.filter(Objects::nonNull)
                .map(name -> ours(name.replace(" ", ""), fields))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The field that is meant; with picklists for states and countries, Country is refused as CountryCode. */
    private static String ours(String name, Set<String> fields) {
        for (String meant : List.of(name, name.replaceFirst("(?i)Code$", ""), name + "__c")) {
            for (String field : fields) {
                if (field.equalsIgnoreCase(meant)) {
                    return field;
                }
            }
        }
        return null;
    }
}
