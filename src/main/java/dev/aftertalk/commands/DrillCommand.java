package dev.aftertalk.commands;

import dev.aftertalk.care.drill.DrillNames;
import dev.aftertalk.care.drill.DrillRequests;
import dev.aftertalk.care.drill.DrillSettings;
import dev.aftertalk.care.drill.InTheWay;
import dev.aftertalk.care.retention.RetentionConfiguration;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar drill NAME --minutes 10}: has the running server rehearse a fault, tells how it goes, and prints the report.
 * Without a name it lists what can be drilled.
 */
public final class DrillCommand {

    static final String ARGUMENTS = "[NAME --minutes 10 | --seconds 30]";

    static final String MORE = "Without NAME it lists what can be drilled.";

    private static final String NAME = "drill";

    /** The database, and whether drills are allowed. */
    @EnableConfigurationProperties(DrillSettings.class)
    static class Database extends CommandDatabase.Only {}

    private DrillCommand() {}

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
                CommandWrites writes =
                        new CommandWrites(opened.dataSource(), RetentionConfiguration.isSqlite(opened.url()));
                Optional<Long> id =
                        writes.write(ledger -> DrillRequests.ask(ledger, asked.drill(), asked.time(), "command", null));
                if (id.isEmpty()) {
                    System.err.println(InTheWay.words(DrillRequests.inTheWay(opened.client(), null)));
                    return 2;
                }
                return new AwaitedDrill(opened.client(), writes, id.get(), DrillRequests.LONGEST).await();
            } catch (DataAccessException e) {
                return opened.unusable("There is no ledger that can be written", "");
            }
        }
    }
}
