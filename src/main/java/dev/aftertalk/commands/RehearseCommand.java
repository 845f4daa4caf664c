package dev.aftertalk.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

    private final RehearseArguments asked;

    private RehearseCommand(RehearseArguments asked) {
        this.asked = asked;
    }

    /**
     * @param args what to rehearse, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when a run would die, or the edited version has faults; 2 when it could not be done
     */
    public static int run(String... args) {
        try {
            return new RehearseCommand(RehearseArguments.of(args)).run();
        } catch (IllegalArgumentException e) {
            return Commands.refuse(e.getMessage(), NAME, ARGUMENTS);
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
            System.err.println("It can't be read: " + FileFault.words(e) + ".");
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
        RehearsalWords words = new RehearsalWords(running, candidate, asked.all());
        Map<Difference, Integer> counts = rehearser.rehearse(running, candidate, events, words);
        words.end(counts);
        return code(counts);
    }
}
