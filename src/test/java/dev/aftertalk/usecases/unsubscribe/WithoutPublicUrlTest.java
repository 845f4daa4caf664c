package dev.aftertalk.usecases.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A mail of a list must carry a link to unsubscribe, so none goes out before somebody has said where visitors reach this server. */
class WithoutPublicUrlTest {

    @TempDir
    static Path folder;

    @Test
    void givesNoLinkAndNamesTheSetting() {
        new ApplicationContextRunner().withUserConfiguration(Beans.class).run(context -> {
            Subscriptions subscriptions = context.getBean(Subscriptions.class);
            assertThatThrownBy(() -> subscriptions.link("offers", "camille@example.com"))
                    .isInstanceOf(PermanentException.class)
                    .hasMessageStartingWith("no e-mail of the list offers: aftertalk.public-url is not set");
            context.getBean(SuppressionList.class)
                    .add(Subscriber.of("offers", "camille@example.com"), UnsubscribeSource.OPERATOR);
            assertThat(subscriptions.link("offers", "camille@example.com")).isEmpty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan({"dev.aftertalk.usecases.links", "dev.aftertalk.secrets"})
    @ConfigurationPropertiesScan("dev.aftertalk.web")
    @Import({Subscriptions.class, SuppressionList.class, UnsubscribeLinks.class})
    static class Beans {

        @Bean
        DataSource database() {
            DataSource database = new DriverManagerDataSource(Schema.sqlite(folder.resolve("aftertalk.db")));
            return database;
        }

        @Bean
        JdbcClient client(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        Ledger ledger(DataSource database) {
            return new Ledger(
                    database,
                    "test",
                    new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
        }
    }
}
