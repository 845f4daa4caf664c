package dev.aftertalk.commands;

import dev.aftertalk.care.retention.Erasure;
import dev.aftertalk.care.retention.ErasureReport;
import dev.aftertalk.care.retention.ErasureRequest;
import dev.aftertalk.care.retention.RetentionConfiguration;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.privacy.KeptData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar erase --email=… --visitor-id=…}: erases a person, beside a running server or in what a stopped one left
 * behind.
 */
public final class EraseCommand {

    private static final Map<String, String> NAMES = Map.of(
            "--visitor-id", "visitorId",
            "--unique-id", "uniqueId",
            "--legacy-visitor-id", "legacyVisitorId",
            "--conversation-id", "conversationId",
            "--email", "email");

    static final String ARGUMENTS = "--visitor-id=… --unique-id=… --legacy-visitor-id=… --conversation-id=… --email=…";

    /** The database and the owners of what is in it. */
    @ComponentScan(
            basePackages = "dev.aftertalk",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = KeptData.class))
    static class WithOwners extends CommandDatabase.Only {}

    private EraseCommand() {}

    /**
     * @param args whom to erase, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when nothing was stored, 2 when it could not be done
     */
    public static int run(String... args) {
        ErasureRequest request;
        try {
            request = request(args);
        } catch (IllegalArgumentException e) {
            return Commands.refuse(e.getMessage(), "erase", ARGUMENTS);
        }
        String[] settings = Arrays.stream(args).filter(arg -> name(arg) == null).toArray(String[]::new);
        try (CommandDatabase database = CommandDatabase.open(WithOwners.class, settings)) {
            return erase(request, database);
        }
    }

    private static ErasureRequest request(String... args) {
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            if (name(arg) != null) {
                given.put(name(arg), arg.substring(arg.indexOf('=') + 1));
            }
        }
        return new ErasureRequest(
                given.get("visitorId"),
                given.get("uniqueId"),
                given.get("legacyVisitorId"),
                given.get("conversationId"),
                given.get("email"));
    }

    private static String name(String arg) {
        int end = arg.indexOf('=');
        return end < 0 ? null : NAMES.get(arg.substring(0, end));
    }

    private static int erase(ErasureRequest request, CommandDatabase database) {
        try {
            boolean sqlite = RetentionConfiguration.isSqlite(database.url());
            Erasure erasure = new Erasure(
                    database.dataSource(),
                    new CommandWrites(database.dataSource(), sqlite),
                    RetentionConfiguration.PATIENCE,
                    sqlite,
                    database.beans(KeptData.class));
            ErasureReport report = erasure.run(request, "erase");
            System.out.println(report.text());
            return report.nothing() ? 1 : 0;
        } catch (DataAccessException | RetryableException e) {
            return database.unusable(
                    "Not erased, or not all of it: there is no ledger that can be written",
                    "; after a failure, run the same again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }
}
