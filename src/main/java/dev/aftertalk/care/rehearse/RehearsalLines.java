package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.rehearsal.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a rehearsal tells, line by line: how it begins, each event that differs, how far it is, and how it ends. */
public final class RehearsalLines implements Rehearser.Listener {

    private static final long PROGRESS_NANOS = 1_000_000_000;

    private final RouteSet running;
    private final RouteSet candidate;
    private final boolean all;
    private final Out out;
    private final long begun = System.nanoTime();
    private long told = begun;
    private int done;

    /** Takes a line as what is to be written as a JSON object. */
    public interface Out {
        void write(Map<String, Object> line) throws Exception;
    }

    /** @param all whether events that come to the same are shown too */
    public RehearsalLines(RouteSet running, RouteSet candidate, boolean all, Out out) {
        this.running = running;
        this.candidate = candidate;
        this.all = all;
        this.out = out;
    }

    @Override
    public void begins(Map<String, String> notMade) throws Exception {
        Map<String, Object> line = line("begin");
        line.put("running", running.version());
        line.put("candidate", candidate.version());
        line.put("files", changed(running, candidate));
        line.put("notRehearsed", notMade);
        out.write(line);
    }

    /** The files that are not the same in both. */
    public static List<String> changed(RouteSet running, RouteSet candidate) {
        Set<Path> paths = new TreeSet<>();
        running.files().forEach(file -> paths.add(file.path()));
        candidate.files().forEach(file -> paths.add(file.path()));
        return paths.stream()
                .filter(path -> !running.file(path).equals(candidate.file(path)))
                .map(Path::toString)
                .toList();
    }

    @Override
    public void compared(Comparison comparison) throws Exception {
        done++;
        if (all || comparison.difference() != Comparison.Difference.SAME) {
            Map<String, Object> line = line("event");
            line.put("id", comparison.eventId());
            line.put("eventType", comparison.eventType());
            line.put("difference", comparison.difference().toString());
            line.put(
                    "workflows",
                    comparison.workflows().stream()
                            .filter(each -> all || each.difference() != Comparison.Difference.SAME)
                            .map(RehearsalLines::workflow)
                            .toList());
            out.write(line);
        }
        if (System.nanoTime() - told > PROGRESS_NANOS) {
            told = System.nanoTime();
            Map<String, Object> line = line("progress");
            line.put("events", done);
            out.write(line);
        }
    }

    private static Map<String, Object> workflow(Comparison.OfWorkflow each) {
        Map<String, Object> workflow = new LinkedHashMap<>();
        workflow.put("workflow", each.workflow());
        workflow.put("difference", each.difference().toString());
        workflow.put("running", worked(each.running()));
        workflow.put("candidate", worked(each.candidate()));
        workflow.put("diff", each.diff());
        return workflow;
    }

    private static Map<String, Object> worked(Worked worked) {
        if (worked == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("state", worked.state());
        shown.put("cause", worked.cause());
        List<Map<String, Object>> actions = new ArrayList<>();
        for (Action action : worked.actions()) {
            actions.add(Map.of("what", action.what(), "details", action.details()));
        }
        shown.put("actions", actions);
        return shown;
    }

    /** How many events came to what. */
    public void end(Map<Comparison.Difference, Integer> counts) throws Exception {
        Map<String, Object> line = line("end");
        line.put("events", done);
        for (Comparison.Difference each : Comparison.Difference.values()) {
            line.put(each.toString(), counts.getOrDefault(each, 0));
        }
        line.put("ms", (System.nanoTime() - begun) / 1_000_000);
        out.write(line);
    }

    /** It ends before all events were looked at. */
    public void failed(String problem) {
        Map<String, Object> line = line("error");
        line.put("problem", problem);
        try {
            out.write(line);
        } catch (Exception e) {
            // nobody listens any more
        }
    }

    private static Map<String, Object> line(String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        return line;
    }
}
