package dev.aftertalk.commands;

import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.care.rehearse.RehearsalSettings;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.connectors.ConnectorsAlone;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.rehearsal.StandIns;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.secrets.SharedKeys;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** What workflows are made of, on a database that can't be written. Nothing of it begins by itself. */
@ImportAutoConfiguration(SslAutoConfiguration.class)
@ConfigurationPropertiesScan("dev.aftertalk")
@Import(ConnectorsAlone.class)
@ComponentScan(
        basePackages = {
            "dev.aftertalk.connectors",
            "dev.aftertalk.deploy",
            "dev.aftertalk.secrets",
            "dev.aftertalk.text",
            "dev.aftertalk.usecases",
            "dev.aftertalk.web"
        },
        lazyInit = true,
        excludeFilters = {
            @ComponentScan.Filter(
                    type = FilterType.ANNOTATION,
                    classes = {Controller.class, RestController.class}),
            @ComponentScan.Filter(
                    type = FilterType.ASSIGNABLE_TYPE,
                    classes = {RepeatedTask.class, SharedKeys.class, SmartLifecycle.class}),
            @ComponentScan.Filter(type = FilterType.REGEX, pattern = "dev\\.aftertalk\\.deploy\\.(live|versions)\\..*")
        })
class ReadingWorkflows extends CommandDatabase.Only {

    /** Has the database itself refuse whatever would write. */
    @Bean
    static BeanPostProcessor readOnly() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.setConnectionInitSql(
                            pool.getJdbcUrl().startsWith("jdbc:sqlite:")
                                    ? "PRAGMA query_only = ON"
                                    : "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
                }
                return bean;
            }
        };
    }

    @Bean
    JdbcClient jdbcClient(DataSource database) {
        return JdbcClient.create(database);
    }

    @Bean
    LedgerWrites ledgerWrites() {
        return new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                throw new PermanentException("A rehearsal writes nothing");
            }
        };
    }

    /** Those that there are. One that there is not yet is drawn for as long as this lasts. */
    @Bean
    SharedKeys sharedKeys(JdbcClient database, LedgerWrites writes) {
        return new SharedKeys(database, writes) {
            @Override
            protected String draw(String name) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            }
        };
    }

    @Bean
    Rehearser rehearser(
            SeparateRoutes routes,
            List<StandIns> standIns,
            ApplicationContext beans,
            Environment settings,
            RehearsalSettings own) {
        return new Rehearser(routes, standIns, beans, settings, own);
    }
}
