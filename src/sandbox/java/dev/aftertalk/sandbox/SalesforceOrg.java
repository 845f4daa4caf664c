package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The leads and tasks of the sandbox's Salesforce, in memory, the newest only: with traffic on they would fill the heap. */
@Component
@SandboxOnly
class SalesforceOrg {

    private static final int KEPT = 1000;

    private final Map<String, Map<String, Map<String, Object>>> objects =
            Map.of("Lead", new LinkedHashMap<>(), "Task", new LinkedHashMap<>());
    private long created;

    boolean has(String object) {
        return objects.containsKey(object);
    }

    /** The records of an object that a condition holds for, the one changed last first. */
    synchronized List<Map<String, Object>> find(String object, Predicate<Map<String, Object>> condition) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> each : objects.get(object).values()) {
            if (condition.test(each)) {
                found.add(new LinkedHashMap<>(each));
            }
        }
        Collections.reverse(found);
        return found;
    }

    synchronized String create(String object, Map<String, Object> fields) {
        String id = (object.equals("Lead") ? "00Q" : "00T") + "%012dAAA".formatted(++created);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("Id", id);
        record.putAll(fields);
        record.put("CreatedDate", Instant.now().toString());
        Map<String, Map<String, Object>> records = objects.get(object);
        records.put(id, record);
        if (records.size() > KEPT) {
            records.remove(records.keySet().iterator().next());
        }
        return id;
    }

    /** Whether there was such a record to update. */
    synchronized boolean update(String object, String id, Map<String, Object> fields) {
        Map<String, Object> record = objects.get(object).remove(id);
        if (record == null) {
            return false;
        }
        record.putAll(fields);
        record.put("LastModifiedDate", Instant.now().toString());
        objects.get(object).put(id, record);
        return true;
    }

    synchronized int count(String object) {
        return objects.get(object).size();
    }

    synchronized void empty() {
        objects.values().forEach(Map::clear);
    }
}
