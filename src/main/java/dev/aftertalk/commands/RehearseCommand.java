package dev.aftertalk.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.care.rehearse.Comparison;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.care.rehearse.RehearsalLines;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.care.rehearse.SampleEvents;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.deploy.check.ScannedBeans;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar rehearse [--event=FILE | --last=N] [--routes=DIR]}: runs past events through the version that runs and through
 * an edited one, with every action told instead of done, and prints what would be different. It has no server do it: it only reads, in a
 * process of its own.
 */
public final class RehearseCommand {

    static final String ARGUMENTS = "[--last=N | --event=FILE] [--routes=DIR] [--all] [--json]";

    private static final String NAME = "rehearse";
    private static final int USUAL = 100;

    /** Of each workflow and kind of difference so many are shown whole. */
    private static final int SHOWN = 3;

    private final Asked asked;

    private RehearseCommand(Asked asked) {
        this.asked = asked;
    }

    /**
     * @param args what to rehearse, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when a run would die, or the edited version has faults; 2 when it could not be done
     */
    public static int run(String... args) {
        try {
            return new RehearseCommand(Asked.of(args)).run();
        } catch (IllegalArgumentException e) {
            return Commands.refuse(e.getMessage(), NAME, ARGUMENTS);
        }
    }

    /**
     * What was typed.
     *
     * @param routes null for the folders of the settings
     * @param event null for those of the ledger
     */
    private record Asked(Path routes, Path event, int last, boolean all, boolean json, List<String> settings) {

        static Asked of(String... args) {
            Path routes = null;
            Path event = null;
            int last = 0;
            boolean all = false;
            boolean json = false;
            List<String> settings = new ArrayList<>();
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                if (arg.startsWith("--routes=")) {
                    routes = Path.of(value);
                } else if (arg.startsWith("--event=")) {
                    event = Path.of(value);
                } else if (arg.startsWith("--last=")) {
                    last = number(value);
                } else if (arg.equals("--all")) {
                    all = true;
                } else if (arg.equals("--json")) {
                    json = true;
                } else if (arg.startsWith("--") && arg.contains("=")) {
                    settings.add(arg);
                } else {
                    throw new IllegalArgumentException("There is no " + arg + " here.");
                }
            }
            if (last > 0 && event != null) {
                throw new IllegalArgumentException("Say either --last or --event.");
            }
            if (routes != null && (routes.toString().isEmpty() || !Files.isDirectory(routes))) {
                throw new IllegalArgumentException(
                        routes.toString().isEmpty()
                                ? "--routes needs a folder that is laid out as routes/."
                                : "There is no folder " + routes + ".");
            }
            if (event != null && !Files.isReadable(event)) {
                throw new IllegalArgumentException("There is no file " + event + " that can be read.");
            }
            return new Asked(routes, event, last == 0 ? USUAL : last, all, json, settings);
        }

        private static int number(String text) {
            if (text.matches("[1-9]\\d{0,5}")) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("--last must be a number from 1 to 999999.");
        }
    }

    private int run() {
        try (CommandDatabase database =
                CommandDatabase.open(ReadingWorkflows.class, asked.settings().toArray(String[]::new))) {
            return rehearse(database);
        }
    }

    private int rehearse(CommandDatabase database) {
        try {
            RouteFolders folders = new RouteFolders(database.settings());
            RouteSet running = RouteSet.of(new RouteVersions(database.client(), null, database.node())
                    .lastGood()
                    .values());
            if (running.files().isEmpty()) {
                return database.unusable("There is no version that has run", "; a server has to have started once");
            }
            RouteSet candidate = asked.routes() == null ? folders.read() : folders.read(asked.routes());
            if (candidate.files().isEmpty()) {
                throw new IllegalArgumentException((asked.routes() == null ? "routes/" : asked.routes())
                        + " has no file of a route; it must be a folder that is laid out as routes/.");
            }
            List<Finding> faults = new RouteFilesCheck(database.settings(), new ScannedBeans())
                    .check(candidate).stream().filter(Finding::isFault).toList();
            if (!faults.isEmpty()) {
                faults.forEach(System.err::println);
                System.err.println("It would be refused as it is, so it is not rehearsed.");
                return 1;
            }
            Stream<PastEvent> events = asked.event() == null
                    ? PastEvents.last(database.client(), asked.last())
                    : SampleEvents.read(asked.event()).stream();
            Rehearser rehearser = database.bean(Rehearser.class);
            return asked.json()
                    ? asJson(rehearser, running, candidate, events)
                    : inWords(rehearser, running, candidate, events);
        } catch (DataAccessException e) {
            return database.unusable("There is no ledger that can be read", "");
        } catch (IOException e) {
            System.err.println("It can't be read: " + e.getMessage());
            return 2;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private int asJson(Rehearser rehearser, RouteSet running, RouteSet candidate, Stream<PastEvent> events)
            throws Exception {
        ObjectMapper json = new ObjectMapper();
        RehearsalLines lines = new RehearsalLines(
                running, candidate, asked.all(), line -> System.out.println(json.writeValueAsString(line)));
        Map<Difference, Integer> counts = rehearser.rehearse(running, candidate, events, lines);
        lines.end(counts);
        return code(counts);
    }

    private static int code(Map<Difference, Integer> counts) {
        return counts.containsKey(Difference.WOULD_DIE) ? 1 : 0;
    }

    private int inWords(Rehearser rehearser, RouteSet running, RouteSet candidate, Stream<PastEvent> events)
            throws Exception {
        long begun = System.nanoTime();
        Words words = new Words(running, candidate, asked.all());
        Map<Difference, Integer> counts = rehearser.rehearse(running, candidate, events, words);
        words.end(counts, (System.nanoTime() - begun) / 1_000_000);
        return code(counts);
    }

    /** Prints what people read. */
    private static final class Words implements Rehearser.Listener {

        private static final long PROGRESS_NANOS = 2_000_000_000;

        private final RouteSet running;
        private final RouteSet candidate;
        private final boolean all;
        private final Map<String, Integer> found = new TreeMap<>();
        private long told = System.nanoTime();
        private int done;

        Words(RouteSet running, RouteSet candidate, boolean all) {
            this.running = running;
            this.candidate = candidate;
            this.all = all;
        }

        @Override
        public void begins(Map<String, String> notMade) {
            List<String> changed = RehearsalLines.changed(running, candidate);
            System.out.println(
                    changed.isEmpty()
                            ? "Nothing differs from what runs; this is what that does."
                            : "Differs from what runs: " + String.join(", ", changed));
            notMade.forEach((file, why) -> System.out.println("Not rehearsed: " + file + ": " + why));
            System.out.println();
        }

        @Override
        public void compared(Comparison comparison) {
            done++;
            List<Comparison.OfWorkflow> shown = comparison.workflows().stream()
                    .filter(each -> all || each.difference() != Difference.SAME && isShown(each))
                    .toList();
            if (!shown.isEmpty()) {
                System.out.println("Event " + comparison.eventId() + ", " + comparison.eventType() + ": "
                        + comparison.difference());
                shown.forEach(Words::print);
            }
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                told = System.nanoTime();
                System.err.println("… " + done + " events");
            }
        }

        /** The first ones of a kind; all are counted. */
        private boolean isShown(Comparison.OfWorkflow each) {
            return found.merge(each.workflow() + ": " + each.difference(), 1, Integer::sum) <= SHOWN;
        }

        private static void print(Comparison.OfWorkflow each) {
            System.out.println("  " + each.workflow() + ": " + each.difference());
            List<String> lines = each.running() != null && each.diff().isEmpty()
                    ? each.running().lines(false).stream()
                            .map(line -> " " + line)
                            .toList()
                    : each.diff();
            lines.forEach(line -> System.out.println("    " + line));
        }

        void end(Map<Difference, Integer> counts, long millis) {
            if (!found.isEmpty()) {
                System.out.println();
                found.forEach(
                        (what, times) -> System.out.println(what + " in " + times + (times == 1 ? " event" : " events")
                                + (times > SHOWN && !all ? ", of which the first " + SHOWN + " are shown above" : "")));
            }
            System.out.println();
            System.out.printf(
                    "%d events in %.1f s: %s. Nothing was sent, and nothing stored.%n",
                    done,
                    millis / 1000.0,
                    String.join(
                            ", ",
                            Arrays.stream(Difference.values())
                                    .map(each -> counts.getOrDefault(each, 0) + " " + each)
                                    .toList()));
        }
    }
}
