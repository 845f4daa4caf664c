package dev.aftertalk.commands;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.ledger.history.BalanceCount;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar aftertalk.jar verify}: prints the balance of the ledger, beside a running server or on what a stopped one left behind.
 */
public final class VerifyCommand {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private VerifyCommand() {}

    /**
     * @param args settings as on any command line of Aftertalk
     * @return the exit code: 1 when an accepted event has no end and is not on its way either, 2 when the ledger can't be read
     */
    public static int run(String... args) {
        try (CommandDatabase database = CommandDatabase.open(args)) {
            return report(database);
        }
    }

    private static int report(CommandDatabase database) {
        try {
            Balance balance = count(database.client());
            System.out.println(balance.text());
            return balance.unexplained() == 0 ? 0 : 1;
        } catch (DataAccessException e) {
            return database.unusable("There is no ledger that can be read", "");
        }
    }

    /** Says now and then how far it is, beside what it prints. */
    private static Balance count(JdbcClient ledger) {
        BalanceCount count = new BalanceCount(ledger);
        AtomicLong told = new AtomicLong(System.nanoTime());
        return count.toTheEnd(() -> {
            if (System.nanoTime() - told.get() > BETWEEN_LINES.toNanos()) {
                System.err.println("Counted " + count.counted() + " events, up to " + count.at());
                told.set(System.nanoTime());
            }
        });
    }
}
