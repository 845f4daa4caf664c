package dev.aftertalk.commands;

import dev.aftertalk.ledger.history.Balance;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar verify}: prints the balance of the ledger, beside a running server or on what a stopped one left behind.
 */
public final class VerifyCommand {

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
            Balance balance = Balance.of(database.client());
            System.out.println(balance.text());
            return balance.unexplained() == 0 ? 0 : 1;
        } catch (DataAccessException e) {
            return database.unusable("There is no ledger that can be read", "");
        }
    }
}
