package dev.aftertalk.durability.outage;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What workflows did at the other systems: for which visitor, when, and whether more than once. */
final class Effects {

    private final Map<String, Long> first = new ConcurrentHashMap<>();
    private final Queue<String> again = new ConcurrentLinkedQueue<>();

    static String key(String workflow, long visitor) {
        return workflow + " " + visitor;
    }

    static String workflow(String key) {
        return key.substring(0, key.indexOf(' '));
    }

    void happened(String workflow, long visitor) {
        if (first.putIfAbsent(key(workflow, visitor), System.nanoTime()) != null) {
            again.add(key(workflow, visitor));
        }
    }

    /** In nanoseconds; null when it has not happened. */
    Long at(String key) {
        return first.get(key);
    }

    /** What happened more than once. */
    Queue<String> again() {
        return again;
    }
}
