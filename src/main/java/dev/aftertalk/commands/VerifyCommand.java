package dev.aftertalk.commands;

import dev.aftertalk.ledger.Balance;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar aftertalk.jar verify}: prints the balance of the ledger, beside a running server or on what a stopped one left behind.
 */
public final class VerifyCommand {

    /** Only the database of the settings; no web server, no routes. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Database {}

    private VerifyCommand() {}

    /**
     * @param args settings as on any command line of Aftertalk
     * @return the exit code: 1 when an accepted event has no end and is not on its way either, 2 when the ledger can't be read
     */
    public static int run(String... args) {
        try (ConfigurableApplicationContext context = CommandSettings.open(Database.class, args)) {
            return report(
                    context.getBean(DataSource.class), context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }

    private static int report(DataSource dataSource, String url) {
        try {
            Balance balance = Balance.of(JdbcClient.create(dataSource));
            System.out.println(balance.text());
            return balance.unexplained() == 0 ? 0 : 1;
        } catch (DataAccessException e) {
            System.err.println(
                    "There is no ledger that can be read at " + url
                            + ". Run this in the folder the server runs in, or with the same --aftertalk.data-dir or --spring.datasource.url.");
            return 2;
        }
    }
}
