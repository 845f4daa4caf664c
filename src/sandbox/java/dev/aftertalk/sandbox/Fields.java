package dev.aftertalk.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects. */
final class Fields {

    private Fields() {}

    /** A map that, unlike {@link Map#of}, keeps its order and takes nulls. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
