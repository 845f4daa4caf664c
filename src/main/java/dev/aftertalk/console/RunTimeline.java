package dev.aftertalk.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.ledger.history.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one workflow did about an event, in the order in which it happened. Public for the templates.
 *
 * @param entries oldest first; of many attempts the last ones, as the ledger keeps them
 */
public record RunTimeline(RunView run, List<Entry> entries) {

    /**
     * An attempt, or what a person did to the run.
     *
     * @param action {@code attempt}, {@code replay} or {@code skip}
     * @param attempt its number; 0 for what a person did
     * @param millis how long it took; null for what a person did
     * @param state how the attempt ended; for a replay, how the run stood before
     * @param by the user or token, for what a person did
     * @param calls to other systems
     * @param targets what was made or changed there, by the other system's own ids
     * @param notes what was done otherwise than the workflow says
     */
    public record Entry(
            String action,
            int attempt,
            Instant at,
            Long millis,
            String state,
            String cause,
            String by,
            boolean force,
            List<Call> calls,
            int callsLeftOut,
            List<String> targets,
            List<String> notes) {}

    /** A call: by which step, to what, how it was answered, and how long that took. The step may be null. */
    public record Call(String step, String to, String answer, long millis) {}

    static RunTimeline of(RunView run) {
        return new RunTimeline(
                run, run.history().stream().map(RunTimeline::entry).toList());
    }

    private static Entry entry(JsonNode line) {
        boolean byHand = line.has("action");
        Instant at = time(line, byHand ? "at" : "begin");
        Instant end = time(line, "end");
        List<Call> calls = new ArrayList<>();
        line.path("steps")
                .forEach(step -> calls.add(new Call(
                        text(step, "step"),
                        text(step, "to"),
                        text(step, "answer"),
                        step.path("ms").asLong())));
        return new Entry(
                byHand ? text(line, "action") : "attempt",
                line.path("attempt").asInt(),
                at,
                at == null || end == null ? null : Duration.between(at, end).toMillis(),
                text(line, byHand ? "was" : "state"),
                text(line, "cause"),
                text(line, "by"),
                line.path("force").asBoolean(),
                List.copyOf(calls),
                line.path("leftOut").asInt(),
                texts(line, "ids"),
                texts(line, "notes"));
    }

    private static Instant time(JsonNode line, String name) {
        return line.hasNonNull(name) ? Instant.parse(line.get(name).asText()) : null;
    }

    private static String text(JsonNode line, String name) {
        return line.hasNonNull(name) ? line.get(name).asText() : null;
    }

    private static List<String> texts(JsonNode line, String name) {
        List<String> texts = new ArrayList<>();
        line.path(name).forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }
}
