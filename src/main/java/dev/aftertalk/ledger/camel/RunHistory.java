package dev.aftertalk.ledger.camel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.text.PlainText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes what is kept of an attempt: one line of JSON, added to those of the attempts before. Bounded, since it is stored with the run in the
 * statement that ends it.
 */
final class RunHistory {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_LINES = 5;
    private static final int LONGEST = 200;

    private RunHistory() {}

    /** The lines to store; null when the attempt did nothing that its state doesn't say already. */
    static String after(RunInProgress progress, Outcome outcome, long begin, long end) {
        Run run = progress.run();
        List<RecordedStep> steps = progress.steps();
        boolean failed = outcome instanceof Outcome.Retry || outcome instanceof Outcome.Dead;
        if (progress.didNothing() && run.history() == null && !failed) {
            return null;
        }
        return last(run.history()) + line(progress, outcome, steps, begin, end);
    }

    private static String last(String history) {
        if (history == null) {
            return "";
        }
        List<String> lines = history.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES + 1), lines.size())) + "\n";
    }

    private static String line(
            RunInProgress progress, Outcome outcome, List<RecordedStep> steps, long begin, long end) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("attempt", progress.run().attempt());
            json.writeNumberField("begin", begin);
            json.writeNumberField("end", end);
            json.writeStringField("state", outcome.state());
            if (outcome.cause() != null) {
                json.writeStringField("cause", outcome.cause());
            }
            writeSteps(json, steps, progress.forgotten());
            writeTexts(json, "ids", progress.targets());
            writeTexts(json, "notes", progress.notes());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void writeSteps(JsonGenerator json, List<RecordedStep> steps, int forgotten) throws IOException {
        json.writeArrayFieldStart("steps");
        for (RecordedStep step : steps) {
            json.writeStartObject();
            if (step.id() != null) {
                json.writeStringField("step", PlainText.cut(step.id(), LONGEST));
            }
            json.writeStringField("to", PlainText.cut(step.to(), LONGEST));
            json.writeStringField("answer", PlainText.cut(step.answer(), LONGEST));
            json.writeNumberField("ms", step.millis());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (forgotten > 0) {
            json.writeNumberField("leftOut", forgotten);
        }
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(PlainText.cut(text, LONGEST));
        }
        json.writeEndArray();
    }
}
