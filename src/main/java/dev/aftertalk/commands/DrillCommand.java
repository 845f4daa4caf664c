package dev.aftertalk.commands;

import dev.aftertalk.care.drill.DrillNames;
import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.DrillRequests;
import dev.aftertalk.care.drill.DrillSettings;
import dev.aftertalk.care.retention.RetentionConfiguration;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar aftertalk.jar drill NAME --minutes 10}: has the running server rehearse a fault, tells how it goes, and prints the report.
 * Without a name it lists what can be drilled.
 */
public final class DrillCommand {

    static final String ARGUMENTS = "[NAME --minutes 10 | --seconds 30]";

    private static final String NAME = "drill";
    private static final long LOOK_MILLIS = 500;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration LONGEST_START = Duration.ofSeconds(15);

    /** The database, and whether drills are allowed. */
    @EnableConfigurationProperties(DrillSettings.class)
    static class Database extends CommandDatabase.Only {}

    private final JdbcClient database;

    private DrillCommand(JdbcClient database) {
        this.database = database;
    }

    /**
     * @param args what to drill, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when something was lost or done twice, or the drill did not come to its end; 2 when it could not be begun
     */
    public static int run(String... args) {
        try {
            DrillArguments asked = DrillArguments.of(args);
            if (asked.drill() == null) {
                System.out.println("What can be drilled:");
                System.out.print(DrillNames.lines());
                return 0;
            }
            return drill(asked);
        } catch (IllegalArgumentException e) {
            return Commands.refuse(e.getMessage(), NAME, ARGUMENTS);
        } catch (DrillSettings.NotAllowedException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static int drill(DrillArguments asked) {
        try (CommandDatabase opened =
                CommandDatabase.open(Database.class, asked.settings().toArray(String[]::new))) {
            opened.bean(DrillSettings.class).check(asked.drill(), asked.time());
            DrillNames.checkDatabase(asked.drill(), opened.url());
            try {
                Optional<Long> id = new CommandWrites(
                                opened.dataSource(), RetentionConfiguration.isSqlite(opened.url()))
                        .write(ledger -> DrillRequests.ask(ledger, asked.drill(), asked.time(), "command", null));
                if (id.isEmpty()) {
                    System.err.println("There is a drill already: one at a time.");
                    return 2;
                }
                return new DrillCommand(opened.client()).await(id.get());
            } catch (DataAccessException e) {
                return opened.unusable("There is no ledger that can be written", "");
            }
        }
    }

    private int await(long id) {
        Instant asked = MachineClock.get().instant();
        Instant told = Instant.EPOCH;
        while (true) {
            DrillReport report = DrillRequests.report(database, id).orElseThrow();
            if (report.hasFinished()) {
                System.out.println(report.text());
                return Boolean.TRUE.equals(report.allWell()) ? 0 : 1;
            }
            boolean begun = report.begunAt() != null;
            if (!report.hasBeenTakenUp()
                    && asked.plus(LONGEST_START).isBefore(MachineClock.get().instant())) {
                System.err.println("No server took it up: is one running on this database, with drill.allowed=true?");
                return 2;
            }
            if (begun && told.plus(BETWEEN_LINES).isBefore(MachineClock.get().instant())) {
                System.out.println(progress(report));
                told = MachineClock.get().instant();
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
    }

    private static String progress(DrillReport report) {
        Duration since = Duration.between(report.begunAt(), MachineClock.get().instant());
        long met = report.met().values().stream().mapToLong(Long::longValue).sum();
        return "%d:%02d %s: %d calls met it, %d went through; %d events came; %d runs wait%s"
                .formatted(
                        since.toMinutes(),
                        since.toSecondsPart(),
                        report.state(),
                        met,
                        report.through(),
                        report.received(),
                        report.waited().now(),
                        report.endedAt() == null ? " (DELETE /api/drills/" + report.id() + " ends it)" : "");
    }
}
