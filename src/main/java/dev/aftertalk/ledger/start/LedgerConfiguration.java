package dev.aftertalk.ledger.start;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerBirth;
import dev.aftertalk.ledger.LedgerObserver;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.SharedIdentity;
import dev.aftertalk.ledger.camel.EndedRuns;
import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import dev.aftertalk.ledger.camel.RecordedSteps;
import dev.aftertalk.upgrade.NewerSchema;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger on the database of {@code spring.datasource.*}, and its Camel component. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    private static final String DATA_FOLDER = "aftertalk.data-dir";

    /**
     * What must be so before the first connection: SQLite does not make the folder of its file, and makes the file readable for
     * everybody; a damaged file must not be written; a PostgreSQL may be on its way back.
     */
    @Bean
    static BeanFactoryPostProcessor dataFolder(Environment environment) {
        return beans -> {
            String url = environment.getRequiredProperty("spring.datasource.url");
            try {
                OwnerOnly.makeFolder(Path.of(environment.getRequiredProperty(DATA_FOLDER)));
                SqliteFile file = SqliteFile.of(url).orElse(null);
                if (file != null) {
                    file.check();
                    file.make();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (url.startsWith("jdbc:postgresql:")) {
                PostgresStart.with(
                                url,
                                environment.getProperty("spring.datasource.username"),
                                environment.getProperty("spring.datasource.password"))
                        .await();
            }
        };
    }

    @Bean
    NodeIdentity nodeIdentity(Environment environment) throws IOException {
        boolean exclusive =
                environment.getRequiredProperty("spring.datasource.url").startsWith("jdbc:sqlite:");
        return NodeIdentity.of(Path.of(environment.getRequiredProperty(DATA_FOLDER)), exclusive);
    }

    /** Has Flyway wait for the folder: a newer version that is started beside an older one must not change the data under its hands. */
    @Bean
    FlywayMigrationStrategy onlyInAnOwnFolder(NodeIdentity node) {
        return NewerSchema::migrate;
    }

    /** Waits for Flyway, which makes the tables. Not named ledger, which is where Camel looks for the component. */
    @Bean
    @DependsOnDatabaseInitialization
    Ledger eventLedger(
            DataSource dataSource,
            NodeIdentity node,
            LedgerSettings settings,
            LedgerObserver observer,
            ApplicationContext context)
            throws SQLException {
        SharedIdentity.check(dataSource, node.id(), node.place());
        return new Ledger(dataSource, node.id(), node.place(), settings, observer, () -> stop(context));
    }

    /** As if told to, but with 1, so that whoever keeps it running starts it again: it then refuses to, and says what to do. */
    private static void stop(ApplicationContext context) {
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> 1)), "stop-displaced").start();
    }

    /** Found by Camel by its type. */
    @Bean
    EndedRuns endedRuns() {
        return new EndedRuns();
    }

    /** Found by Camel by its type. */
    @Bean
    RecordedSteps recordedSteps() {
        return new RecordedSteps();
    }

    /** Found by Camel under this name for the scheme {@code ledger}. */
    @Bean("ledger")
    LedgerComponent ledgerComponent(Ledger ledger, EventMemory memory, JdbcClient reads, MeterRegistry meters) {
        return new LedgerComponent(ledger, memory, new LedgerBirth(reads), meters);
    }
}
