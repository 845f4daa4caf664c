package dev.aftertalk.commands;

import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.DrillRequests;
import dev.aftertalk.ledger.LedgerWrites;
import java.time.Duration;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A drill that a command asked for and awaits. How long that takes goes by a clock that nobody sets. */
final class AwaitedDrill {

    private static final long LOOK_MILLIS = 500;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final long id;
    private final Duration longestStart;
    private final long asked = System.nanoTime();
    private long takenUp;
    private long told;

    /** @param longestStart how long a server may take to take it up */
    AwaitedDrill(JdbcClient database, LedgerWrites writes, long id, Duration longestStart) {
        this.database = database;
        this.writes = writes;
        this.id = id;
        this.longestStart = longestStart;
    }

    /** Tells how it goes and what became of it. @return the exit code */
    int await() {
        while (true) {
            OptionalInt code = look();
            if (code.isPresent()) {
                return code.getAsInt();
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
    }

    /** Looks once. @return the exit code; empty when there is more to come */
    OptionalInt look() {
        DrillReport report = report();
        if (report.hasFinished()) {
            System.out.println(report.text());
            return OptionalInt.of(code(report));
        }
        if (!report.hasBeenTakenUp()) {
            return isOver(asked, longestStart) ? withdraw() : OptionalInt.empty();
        }
        takenUp = takenUp == 0 ? System.nanoTime() : takenUp;
        if (DrillRequests.isLeft(database, report, since(takenUp))) {
            return breakOff(report);
        }
        if ((report.begunAt() != null || report.hasFiguresLater()) && (told == 0 || isOver(told, BETWEEN_LINES))) {
            System.out.println(progress(report));
            told = System.nanoTime();
        }
        return OptionalInt.empty();
    }

    private static int code(DrillReport report) {
        if (report.hasNotBegun()) {
            return 2;
        }
        return Boolean.TRUE.equals(report.allWell()) ? 0 : 1;
    }

    private DrillReport report() {
        return DrillRequests.report(database, id).orElseThrow();
    }

    /** A server that is started later would begin it, when nobody awaits it any more. */
    private OptionalInt withdraw() {
        if (!writes.write(ledger -> DrillRequests.withdraw(ledger, id, DrillRequests.NOT_TAKEN_UP))) {
            return OptionalInt.empty(); // one just has
        }
        System.err.println(
                "No server took it up, and none will now: is one running on this database, with drill.allowed=true?");
        return OptionalInt.of(2);
    }

    private OptionalInt breakOff(DrillReport left) {
        writes.write(ledger -> {
            DrillRequests.breakOffLeft(ledger, id);
            return null;
        });
        if (report().hasBeenBrokenOff()) {
            System.err.println("The server that ran it has ended: " + left.server() + ".");
        }
        return OptionalInt.empty(); // the next look tells the report
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static boolean isOver(long nanos, Duration time) {
        return since(nanos).compareTo(time) > 0;
    }

    private String progress(DrillReport report) {
        Duration since = since(takenUp);
        String now = "%d:%02d %s: ".formatted(since.toMinutes(), since.toSecondsPart(), report.state());
        return now
                + (report.hasFiguresLater()
                        ? "its figures come after its end, as nothing can be stored now"
                        : figures(report));
    }

    private static String figures(DrillReport report) {
        long met = report.met().values().stream().mapToLong(Long::longValue).sum();
        return "%s; %d events came; %d runs wait%s"
                .formatted(
                        report.meetsCalls()
                                ? met + " calls met it, " + report.through() + " went through"
                                : report.through() + " calls to other systems",
                        report.received(),
                        report.waited().now(),
                        report.endedAt() == null ? " (DELETE /api/drills/" + report.id() + " ends it)" : "");
    }
}
