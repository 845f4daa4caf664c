package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The leads and tasks of a Salesforce org, in memory. */
public final class SalesforceOrg {

    private final int kept;
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final Set<String> readOnly = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, Map<String, Object>>> objects =
            Map.of("Lead", new LinkedHashMap<>(), "Task", new LinkedHashMap<>());
    /** By object and field: the ids of the records with each value, in small letters. */
    private final Map<String, Map<String, Set<String>>> byValue = new HashMap<>();

    private final Map<String, Long> changed = new HashMap<>();
    private long changes;
    private long created;

    /** @param kept how many of each, those changed last: with traffic on they would fill the heap */
    public SalesforceOrg(int kept) {
        this.kept = kept;
    }

    /** From now on the org has no such field. */
    public void lack(String field) {
        lacking.add(field);
    }

    /** From now on users may not write this field. */
    public void protect(String field) {
        readOnly.add(field);
    }

    boolean isReadOnly(String field) {
        return readOnly.contains(field);
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

    /** The same of those that have one of these values, in any letter case, in a field: without a look at all others. */
    synchronized List<Map<String, Object>> find(
            String object, String field, Collection<String> values, Predicate<Map<String, Object>> condition) {
        String key = object + "." + field;
        if (!byValue.containsKey(key)) {
            byValue.put(key, new HashMap<>());
            objects.get(object).values().forEach(record -> note(object, record));
        }
        return values.stream()
                .map(value -> byValue.get(key).getOrDefault(value.toLowerCase(Locale.ROOT), Set.of()))
                .flatMap(Set::stream)
                .distinct()
                .sorted(Comparator.comparing(changed::get).reversed())
                .map(objects.get(object)::get)
                .filter(condition)
                .<Map<String, Object>>map(LinkedHashMap::new)
                .toList();
    }

    private void note(String object, Map<String, Object> record) {
        String id = (String) record.get("Id");
        ids(object, record).forEach(ids -> ids.add(id));
        changed.putIfAbsent(id, ++changes);
    }

    private void forget(String object, Map<String, Object> record) {
        String id = (String) record.get("Id");
        ids(object, record).forEach(ids -> ids.remove(id));
        changed.remove(id);
    }

    /** Of the records that have what this one has in a field that was asked for. */
    private List<Set<String>> ids(String object, Map<String, Object> record) {
        return byValue.entrySet().stream()
                .filter(each -> each.getKey().startsWith(object + "."))
                .map(each -> each.getValue()
                        .computeIfAbsent(
                                Objects.toString(record.get(each.getKey().substring(object.length() + 1)), "")
                                        .toLowerCase(Locale.ROOT),
                                value -> new HashSet<>()))
                .toList();
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
        note(object, record);
        if (records.size() > kept) {
            forget(object, records.remove(records.keySet().iterator().next()));
        }
        return record;
    }

    /** Whether there was such a record to update. */
    synchronized boolean update(String object, String id, Map<String, Object> fields) {
        Map<String, Object> record = objects.get(object).remove(id);
        if (record == null) {
            return false;
        }
        forget(object, record);
        record.putAll(fields);
        record.put("LastModifiedDate", Instant.now().toString());
        objects.get(object).put(id, record);
        note(object, record);
        return true;
    }

    synchronized int count(String object) {
        return objects.get(object).size();
    }

    public synchronized void empty() {
        objects.values().forEach(Map::clear);
        byValue.clear();
        changed.clear();
    }
}
