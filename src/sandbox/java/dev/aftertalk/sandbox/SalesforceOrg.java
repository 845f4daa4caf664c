package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The leads and tasks of a Salesforce org, in memory. */
public final class SalesforceOrg {

    private final int kept;
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, Map<String, Object>>> objects =
            Map.of("Lead", new LinkedHashMap<>(), "Task", new LinkedHashMap<>());
    private long created;

    /** @param kept how many of each, those changed last: with traffic on they would fill the heap */
    public SalesforceOrg(int kept) {
        this.kept = kept;
    }

    /** From now on the org has no such field. */
    public void lack(String field) {
        lacking.add(field);
    }

    boolean lacks(String field) {
        return lacking.contains(field);
    }

    boolean has(String object) {
        return objects.containsKey(object);
    }

    /** The records of an object that a condition holds for, the one changed last first. */
    public synchronized List<Map<String, Object>> find(String object, Predicate<Map<String, Object>> condition) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> each : objects.get(object).values()) {
            if (condition.test(each)) {
                found.add(new LinkedHashMap<>(each));
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** The new record, as it is at any time. */
    public synchronized Map<String, Object> create(String object, Map<String, Object> fields) {
        String id = (object.equals("Lead") ? "00Q" : "00T") + "%012dAAA".formatted(++created);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("Id", id);
        record.putAll(fields);
        record.put("CreatedDate", Instant.now().toString());
        Map<String, Map<String, Object>> records = objects.get(object);
        records.put(id, record);
        if (records.size() > kept) {
            records.remove(records.keySet().iterator().next());
        }
        return record;
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

    public synchronized void empty() {
        objects.values().forEach(Map::clear);
    }
}
