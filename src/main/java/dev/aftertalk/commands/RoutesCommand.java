package dev.aftertalk.commands;

import dev.aftertalk.access.Audit;
import dev.aftertalk.care.retention.RetentionConfiguration;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.deploy.check.ScannedBeans;
import dev.aftertalk.deploy.versions.NotRestorableException;
import dev.aftertalk.deploy.versions.RouteDiff;
import dev.aftertalk.deploy.versions.RouteHistory;
import dev.aftertalk.deploy.versions.RouteNames;
import dev.aftertalk.deploy.versions.RouteReplacement;
import dev.aftertalk.deploy.versions.RouteRestore;
import dev.aftertalk.deploy.versions.RouteVersion;
import dev.aftertalk.deploy.versions.UnreadableFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar routes …}: shows which versions of the files of {@code routes/} were deployed, and puts one back into its file,
 * beside a running server or on what a stopped one left behind.
 */
public final class RoutesCommand {

    static final String ARGUMENTS = RoutesArguments.USAGE;

    private static final String NAME = "routes";

    private final CommandDatabase database;
    private final RouteHistory history;
    private final RouteFolders folders;
    private final RouteSet disk;

    private RoutesCommand(CommandDatabase database) {
        this.database = database;
        this.history = new RouteHistory(database.client(), database.node());
        this.folders = new RouteFolders(database.settings());
        this.disk = folders.read();
    }

    /**
     * @param args what to do with which file, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when a comparison finds differences, or nothing was restored; 2 when it could not be done
     */
    public static int run(String... args) {
        RoutesArguments asked;
        try {
            asked = RoutesArguments.of(args);
        } catch (IllegalArgumentException e) {
            return Commands.refuse(e.getMessage(), NAME, ARGUMENTS);
        }
        try (CommandDatabase database = CommandDatabase.open(asked.settings())) {
            return run(asked, database);
        }
    }

    private static int run(RoutesArguments asked, CommandDatabase database) {
        try {
            return new RoutesCommand(database).run(asked);
        } catch (IllegalArgumentException | NoSuchElementException | UnreadableFileException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (NotRestorableException e) {
            System.err.println(e.getMessage() + " Nothing was changed.");
            System.err.println("Put the text where the files come from; this prints it:");
            System.err.println(Commands.usage(NAME, "show " + asked.file() + " " + asked.version(0)));
            return 1;
        } catch (DataAccessException e) {
            return database.unusable("There are no versions that can be read", "");
        }
    }

    private int run(RoutesArguments asked) {
        return switch (asked.words().get(0)) {
            case "history" -> showHistory(asked);
            case "show" -> showText(asked);
            case "diff" -> showDiff(asked);
            default -> restore(asked);
        };
    }

    private Path file(RoutesArguments asked) {
        Set<Path> known = new TreeSet<>(history.paths());
        disk.files().forEach(file -> known.add(file.path()));
        return RouteNames.find(asked.file(), known);
    }

    private int showHistory(RoutesArguments asked) {
        boolean isOne = asked.words().size() > 1;
        List<RouteVersion> all = isOne ? history.last(file(asked), asked.last()) : history.last(asked.last());
        if (all.isEmpty()) {
            System.out.println("No version was deployed yet.");
            return 0;
        }
        Set<Long> lastGood = history.lastGoodNumbers();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"number", "version", "deployed at", "by", "file", ""});
        for (RouteVersion each : all) {
            rows.add(new String[] {
                String.valueOf(each.number()),
                each.shortVersion(),
                each.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                each.by().isEmpty() ? "-" : each.by(),
                each.path().toString(),
                remark(each, lastGood.contains(each.number()))
            });
        }
        print(rows);
        return 0;
    }

    private String remark(RouteVersion version, boolean isLastGood) {
        List<String> remarks = new ArrayList<>();
        if (isLastGood) {
            remarks.add("last good");
        }
        if (disk.file(version.path())
                .filter(file -> file.version().equals(version.version()))
                .isPresent()) {
            remarks.add("on disk");
        }
        return String.join(", ", remarks);
    }

    private static void print(List<String[]> rows) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        rows.forEach(row -> Arrays.setAll(widths, n -> Math.max(widths[n], row[n].length())));
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int n = 0; n < columns; n++) {
                line.append(row[n]).append(" ".repeat(widths[n] - row[n].length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    private RouteVersion version(Path file, Optional<String> name) {
        return name.map(each -> history.find(file, each)).orElseGet(() -> history.requireLastGood(file));
    }

    private int showText(RoutesArguments asked) {
        byte[] text = history.file(version(file(asked), asked.named(0))).bytes();
        System.out.write(text, 0, text.length);
        System.out.flush();
        return 0;
    }

    private int showDiff(RoutesArguments asked) {
        Path file = file(asked);
        RouteDiff.Side from = history.side(version(file, asked.named(0)));
        RouteDiff.Side to = asked.named(1)
                .map(name -> history.side(history.find(file, name)))
                .orElseGet(() -> RouteDiff.disk(file, disk));
        String diff = RouteDiff.of(from, to);
        System.out.print(diff.isEmpty() ? "No difference.\n" : diff);
        System.out.flush();
        return diff.isEmpty() ? 0 : 1;
    }

    private int restore(RoutesArguments asked) {
        RouteVersion version = history.find(file(asked), asked.version(0));
        RouteFile file = history.file(version);
        if (disk.file(file.path()).filter(file::equals).isPresent()) {
            System.out.println(named(version) + " is what stands there; nothing was changed.");
            return 0;
        }
        if (!asked.thisFolder() && !isSqlite()) {
            RouteRestore.requireAlone(database.client(), database.node(), RoutesArguments.THIS_FOLDER);
        }
        RouteRestore restore = new RouteRestore(folders, new RouteFilesCheck(database.settings(), new ScannedBeans()));
        List<Finding> faults = restore.faults(file);
        faults.forEach(fault -> System.err.println(fault));
        if (!faults.isEmpty() && !asked.force()) {
            System.err.println(named(version) + " would be refused today, so nothing was changed. "
                    + RoutesArguments.FORCE + " writes it all the same; what runs goes on until the rest is in order.");
            return 1;
        }
        write(restore, version, file);
        return 0;
    }

    private void write(RouteRestore restore, RouteVersion version, RouteFile file) {
        try (RouteReplacement replacement = restore.prepare(file, history.hashes(file.path()))) {
            new CommandWrites(database.dataSource(), isSqlite()).write(ledger -> {
                Audit.write(
                        ledger,
                        "routes restore",
                        "route.restored",
                        version.path().toString(),
                        version.number() + " (" + version.shortVersion() + "), " + System.getProperty("user.name"));
                return null;
            });
            Optional<Path> aside = replacement.moveThere();
            System.out.println(
                    named(version) + " is back. A running server deploys it within seconds; its log says so.");
            aside.ifPresent(
                    path -> System.out.println("What stood there was no version that ran; it is in " + path + "."));
        }
    }

    private static String named(RouteVersion version) {
        return "Version " + version.number() + " (" + version.shortVersion() + ") of " + version.path();
    }

    private boolean isSqlite() {
        return RetentionConfiguration.isSqlite(database.url());
    }
}
