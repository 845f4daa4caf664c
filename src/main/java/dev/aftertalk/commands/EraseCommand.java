package dev.aftertalk.commands;

import dev.aftertalk.care.retention.Erasure;
import dev.aftertalk.care.retention.ErasureReport;
import dev.aftertalk.care.retention.ErasureRequest;
import dev.aftertalk.care.retention.RetentionConfiguration;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.privacy.KeptData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
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

    /** Only the database of the settings and the owners of what is in it; no web server, no routes. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    @ComponentScan(
            basePackages = "dev.aftertalk",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = KeptData.class))
    static class DatabaseOnly {}

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
            System.err.println(e.getMessage());
            System.err.println(
                    "  java -jar aftertalk.jar erase --visitor-id=… --unique-id=… --legacy-visitor-id=… --conversation-id=… --email=…");
            return 2;
        }
        String[] settings = Arrays.stream(args).filter(arg -> name(arg) == null).toArray(String[]::new);
        try (ConfigurableApplicationContext context = CommandSettings.open(DatabaseOnly.class, settings)) {
            return erase(
                    request,
                    context.getBean(DataSource.class),
                    List.copyOf(context.getBeansOfType(KeptData.class).values()),
                    context.getEnvironment().getRequiredProperty("spring.datasource.url"));
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

    private static int erase(ErasureRequest request, DataSource dataSource, List<KeptData> owners, String url) {
        try {
            boolean sqlite = RetentionConfiguration.isSqlite(url);
            Erasure erasure = new Erasure(
                    dataSource, new CommandWrites(dataSource, sqlite), RetentionConfiguration.PATIENCE, sqlite, owners);
            ErasureReport report = erasure.run(request, "erase");
            System.out.println(report.text());
            return report.nothing() ? 1 : 0;
        } catch (DataAccessException | RetryableException e) {
            System.err.println("Not erased, or not all of it: there is no ledger that can be written at " + url
                    + ". Run this in the folder the server runs in, or with the same --aftertalk.data-dir or --spring.datasource.url;"
                    + " after a failure, run the same again.");
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }
}
