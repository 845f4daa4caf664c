package dev.aftertalk.connectors.iadvize;

import java.util.LinkedHashMap;
import java.util.Set;

/**
 * A conversation as workflows see it. What iAdvize doesn't know is left out, and an expression that asks for a part of what was left out, such
 * as {@code ${variable.conversation[customData][order]}}, finds nothing: Simple would fail, and end the run, where the first of two steps
 * gives null. So {@link #get} answers an empty map for those of its parts that are maps.
 */
final class KnownConversation extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1;

    private static final Set<String> MAPS =
            Set.of("customData", "closingFormValues", "project", "satisfaction", "visitor");

    @Override
    public Object get(Object key) {
        Object value = super.get(key);
        return value == null && key != null && MAPS.contains(key) ? new LinkedHashMap<>() : value;
    }
}
