package dev.aftertalk.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The fields that a Salesforce org has of each object, as its {@code describe} tells them. */
final class SalesforceFields {

    /** What a new record must have. */
    static final Map<String, List<String>> REQUIRED = Map.of("Lead", List.of("LastName", "Company"), "Task", List.of());

    private static final Map<String, List<String>> ALL = Map.of(
            "Lead",
            List.of(
                    "Id",
                    "FirstName",
                    "LastName",
                    "Company",
                    "Title",
                    "Email",
                    "Phone",
                    "MobilePhone",
                    "Fax",
                    "Website",
                    "Street",
                    "City",
                    "State",
                    "PostalCode",
                    "Country",
                    "LeadSource",
                    "Description",
                    "Status",
                    "IsConverted",
                    "ConvertedContactId",
                    "CreatedDate",
                    "LastModifiedDate",
                    "iAdvize_Visitor_Id__c"),
            "Task",
            List.of(
                    "Id",
                    "Subject",
                    "Description",
                    "Status",
                    "Priority",
                    "WhoId",
                    "WhatId",
                    "ActivityDate",
                    "CallDisposition",
                    "CreatedDate",
                    "LastModifiedDate",
                    "iAdvize_Conversation_Id__c"));

    /** What Salesforce itself writes. */
    private static final Set<String> ITS_OWN =
            Set.of("Id", "IsConverted", "ConvertedContactId", "CreatedDate", "LastModifiedDate");

    private static final Set<String> DEFAULTED = Set.of("Status", "Priority");
    private static final Set<String> EXTERNAL = Set.of("iAdvize_Visitor_Id__c", "iAdvize_Conversation_Id__c");

    private SalesforceFields() {}

    /**
     * The answer to {@code describe}.
     *
     * @param lacks whether the org has no such field, or hides it
     * @param isReadOnly whether users may not write it
     */
    static PeerAnswer describe(String object, Predicate<String> lacks, Predicate<String> isReadOnly) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (String name : ALL.get(object)) {
            if (!lacks.test(name)) {
                fields.add(field(object, name, !ITS_OWN.contains(name) && !isReadOnly.test(name)));
            }
        }
        return PeerAnswer.json(
                200,
                Map.of("name", object, "createable", true, "updateable", true, "queryable", true, "fields", fields));
    }

    private static Map<String, Object> field(String object, String name, boolean writable) {
        boolean required = REQUIRED.get(object).contains(name);
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("name", name);
        field.put("createable", writable);
        field.put("updateable", writable);
        field.put("nillable", !required && !DEFAULTED.contains(name) && !ITS_OWN.contains(name));
        field.put("defaultedOnCreate", DEFAULTED.contains(name) || ITS_OWN.contains(name));
        field.put("externalId", EXTERNAL.contains(name));
        field.put("unique", EXTERNAL.contains(name));
        return field;
    }
}
