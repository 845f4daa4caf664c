package dev.aftertalk.sandbox;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/** The errors that a Salesforce was asked to answer its next requests with, to see what becomes of the runs. */
public final class SalesforceFailures {

    static final int MOST = 1000;

    /** The codes it knows, with the status Salesforce sends them with. */
    static final Map<String, Integer> STATUS = Map.of(
            "INVALID_SESSION_ID", 401,
            "REQUEST_LIMIT_EXCEEDED", 403,
            "UNABLE_TO_LOCK_ROW", 400,
            "REQUIRED_FIELD_MISSING", 400,
            "DUPLICATES_DETECTED", 400,
            "FIELD_CUSTOM_VALIDATION_EXCEPTION", 400,
            "SERVER_UNAVAILABLE", 503);

    private final Queue<String> next = new ArrayDeque<>();

    synchronized void add(String error, int times) {
        for (int i = 0; i < times && next.size() < MOST; i++) {
            next.add(error);
        }
    }

    /** The error for this request, or null. Only writes can be duplicates or lack a field. */
    synchronized String take(boolean write) {
        String error = next.peek();
        boolean ofWrites = error != null && STATUS.get(error) == 400;
        return error == null || ofWrites && !write ? null : next.remove();
    }

    synchronized int waiting() {
        return next.size();
    }
}
