package dev.aftertalk.sandbox;

import java.util.Map;

/** Whom and what an iAdvize knows, in the forms of its APIs. What is not known is null. */
public interface IadvizeData {

    /** REST: the visitor with this id. */
    default Map<String, Object> visitor(String id) {
        return null;
    }

    /** REST: the visitor with this {@code unique_id}. */
    default Map<String, Object> visitorWith(String uniqueId) {
        return null;
    }

    /** REST: the conversation with this number. */
    default Map<String, Object> conversation(String id) {
        return null;
    }

    /** GraphQL: what a field of {@code Query} leads to. */
    default Object field(String name, Map<String, Object> arguments) {
        return null;
    }
}
