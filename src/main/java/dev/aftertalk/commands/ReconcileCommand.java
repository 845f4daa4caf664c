package dev.aftertalk.commands;

import dev.aftertalk.care.reconcile.KeptEvents;
import dev.aftertalk.care.reconcile.Reconciliation;
import dev.aftertalk.care.reconcile.ReconciliationStore;
import dev.aftertalk.care.reconcile.TimeRange;
import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.time.MachineClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar aftertalk.jar reconcile --from=TIME --to=TIME}: has a stretch of time compared with iAdvize's lists. It leaves the work
 * to the server, which alone may write the ledger, and waits for its report; without a server the next one to start does it.
 */
public final class ReconcileCommand {

    private static final long LONGEST_WAIT_MILLIS = 600_000;
    private static final long LOOK_MILLIS = 500;

    static final String ARGUMENTS = "--from=2026-11-22T10:00:00Z --to=2026-11-22T10:30:00Z";

    /** The database, and since when it has events. */
    @EnableConfigurationProperties(KeptEvents.class)
    static class Database extends CommandDatabase.Only {}

    private ReconcileCommand() {}

    /**
     * @param args {@code --from} and {@code --to}, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when something is missing or could not be compared, 2 when nothing could be asked for
     */
    public static int run(String... args) {
        try (CommandDatabase database = CommandDatabase.open(Database.class, args)) {
            TimeRange asked = stretch(database.settings());
            database.bean(KeptEvents.class).check("--from", asked.from(), MachineClock.now());
            return reconcile(database, asked);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static int reconcile(CommandDatabase opened, TimeRange asked) {
        JdbcClient database = opened.client();
        try {
            long now = MachineClock.now();
            boolean served = Nodes.count(database) > 0;
            long id = ReconciliationStore.ask(database, asked, now);
            if (!served) {
                System.out.println("No server is running: the next one to start does it. Its log and"
                        + " /api/reconciliations show the report, number " + id + ".");
                return 0;
            }
            return report(database, id, now + LONGEST_WAIT_MILLIS);
        } catch (DataAccessException e) {
            return opened.unusable("There is no ledger that can be written", "");
        }
    }

    private static int report(JdbcClient database, long id, long until) {
        System.out.println("Asked the server for it, number " + id + "; waiting for the report.");
        while (MachineClock.now() < until) {
            Optional<Reconciliation> row = ReconciliationStore.find(database, id);
            if (row.isPresent() && row.get().endedAt() != null) {
                return shown(row.get());
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
        System.out.println("It is still under way; /api/reconciliations shows how far it is.");
        return 1;
    }

    private static int shown(Reconciliation row) {
        System.out.println(row.counts());
        System.out.println("Compared: " + String.join(", ", row.types() == null ? List.of() : row.types()));
        if (row.error() != null) {
            System.out.println(row.error());
        }
        if (row.state().equals("waiting")) {
            System.out.println("Its last minutes are looked at again once iAdvize has surely sent what it still may.");
        }
        return row.counts().missing() > 0 || row.error() != null ? 1 : 0;
    }

    private static TimeRange stretch(Environment settings) {
        long from = time(settings, "from", null);
        long to = time(settings, "to", MachineClock.get().instant());
        if (from >= to) {
            throw new IllegalArgumentException("--from must be before --to.");
        }
        return new TimeRange(from, to);
    }

    private static long time(Environment settings, String name, Instant without) {
        String text = settings.getProperty(name, "").strip();
        if (text.isEmpty() && without != null) {
            return without.toEpochMilli();
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "Say from when and until when, with time zone (without --to: until now):\n"
                            + Commands.usage("reconcile", ARGUMENTS));
        }
    }
}
