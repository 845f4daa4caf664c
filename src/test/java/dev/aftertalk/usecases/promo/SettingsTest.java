package dev.aftertalk.usecases.promo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The settings as they stand in the product's application.properties, and what ops may write over them. */
class SettingsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Beans.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PromoSettings.class)
    @Import(Campaigns.class)
    static class Beans {}

    @Test
    void bringsACampaignThatWorksOutOfTheBox() {
        runner.run(context -> {
            Campaign campaign = context.getBean(Campaigns.class).require("thank-you");
            assertThat(campaign.pattern().next()).matches("THANKS-[2-9A-HJKMNP-Z]{8}");
            assertThat(campaign.label()).isEqualTo("10 %");
            assertThat(campaign.validFor()).isEqualTo(Duration.ofDays(30));
            assertThat(campaign.hasMaximum()).isFalse();
        });
    }

    @Test
    void readsEverySettingOfACampaign() {
        String prefix = "promo.campaigns.welcome-back.";
        runner.withPropertyValues(
                        prefix + "source=csv",
                        prefix + "expires-on=2026-12-31",
                        prefix + "maximum=500",
                        prefix + "label=",
                        prefix + "column=Gutschein")
                .run(context -> {
                    Campaign campaign = context.getBean(Campaigns.class).require("welcome-back");
                    assertThat(campaign.folder()).isEqualTo(Path.of("promo/welcome-back"));
                    assertThat(campaign.expiresOn()).isEqualTo(LocalDate.of(2026, 12, 31));
                    assertThat(campaign.maximum()).isEqualTo(500);
                    assertThat(campaign.label()).isNull();
                    assertThat(campaign.column()).isEqualTo("Gutschein");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label=x | promo.campaigns.c.source is missing: write csv or pattern",
                "source=pattern | promo.campaigns.c.pattern is missing: write for example WELCOME-{8}",
                "source=pattern,pattern=X-{5} | it needs at least 6 random characters",
                "source=pattern,pattern=X Y-{8} | does not make usable codes",
                "source=csv,maximum=0 | maximum is less than 1",
                "source=csv,valid-for=0s | valid-for is not more than nothing"
            })
    void leavesOutACampaignWhoseSettingsMakeNoSense(String settings, String message) {
        String[] pairs = java.util.Arrays.stream(settings.split(","))
                .map(pair -> "promo.campaigns.c." + pair)
                .toArray(String[]::new);
        runner.withPropertyValues(pairs).run(context -> {
            Campaigns campaigns = context.getBean(Campaigns.class);
            assertThat(campaigns.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.setting()).isEqualTo("promo.campaigns.c");
                assertThat(fault.problem()).contains(message);
            });
            assertThat(campaigns.all()).extracting(Campaign::name).containsExactly("thank-you");
        });
    }

    @Test
    void waitsForTheLockOfWhateverSqliteFileIsSet(@TempDir Path folder) {
        runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + folder.resolve("other.db"))
                .run(context -> assertThat(JdbcClient.create(context.getBean(javax.sql.DataSource.class))
                                .sql("PRAGMA busy_timeout")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(10_000));
    }

    @Test
    void leavesPostgresAlone() {
        runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + dev.aftertalk.testing.TestPostgres.newDatabase())
                .run(context -> assertThat(JdbcClient.create(context.getBean(javax.sql.DataSource.class))
                                .sql("SELECT 1")
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1));
    }
}
