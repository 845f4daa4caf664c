package dev.aftertalk.upgrade;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.pattern.ValidatePattern;

/**
 * Starts on the data of a newer version too, so that one can go back to this one, as long as that version has only added to it: the names of
 * its migrations say so, {@code V39__adds_….sql}. Any other newer data is refused before it is touched.
 */
public final class NewerSchema {

    /** How the name of a migration begins that older versions need not know. */
    private static final String ADDS = "adds ";

    private NewerSchema() {}

    /**
     * Brings the data up to date.
     *
     * @throws org.flywaydb.core.api.exception.FlywayValidateException for data that this version can't work with
     */
    public static void migrate(Flyway flyway) {
        List<MigrationInfo> newer = newer(flyway);
        boolean hasAdded = !newer.isEmpty() && newer.stream().allMatch(NewerSchema::adds);
        (hasAdded ? ignoringTheFuture(flyway) : flyway).migrate();
        if (hasAdded && !newer(flyway).stream().allMatch(NewerSchema::adds)) {
            flyway.validate(); // another server has gone on meanwhile: this says to what
        }
    }

    private static List<MigrationInfo> newer(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS
                        || each.getState() == MigrationState.FUTURE_FAILED)
                .toList();
    }

    private static boolean adds(MigrationInfo migration) {
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                && migration.getDescription().startsWith(ADDS);
    }

    /** Besides what else is set to be ignored. */
    private static Flyway ignoringTheFuture(Flyway flyway) {
        ValidatePattern[] ignored = Stream.concat(
                        Arrays.stream(flyway.getConfiguration().getIgnoreMigrationPatterns()),
                        Stream.of(ValidatePattern.fromPattern("*:future")))
                .toArray(ValidatePattern[]::new);
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .ignoreMigrationPatterns(ignored)
                .load();
    }
}
