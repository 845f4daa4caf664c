package dev.aftertalk.care.doctor;

import dev.aftertalk.connectors.ConnectorsAlone;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.iadvize.IadvizeExamination;
import dev.aftertalk.connectors.jira.JiraExamination;
import dev.aftertalk.connectors.mail.MailExamination;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.connectors.salesforce.SalesforceExamination;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.BeansException;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * All that is examined, and what that takes: the settings and the connectors' clients, without a server, a ledger or routes. To be opened with
 * lazy initialization, so that what can't be made keeps nothing else from being examined. Not found by a component scan.
 */
@ImportAutoConfiguration(SslAutoConfiguration.class)
@ConfigurationPropertiesScan("dev.aftertalk")
@EnableConfigurationProperties(ResilienceSettings.class)
@Import({
    ConnectorsAlone.class,
    ConnectorTimers.class,
    Guards.class,
    Detours.class,
    Quotas.class,
    IadvizeExamination.Alone.class,
    MailExamination.Alone.class,
    JiraExamination.Alone.class,
    SalesforceExamination.Alone.class,
    WebhookSecrets.class,
    ServerHere.class,
    SettingsExamination.class,
    RightsExamination.class,
    DiskExamination.class,
    PostgresExamination.class,
    PublicUrlExamination.class
})
public class Examinations {

    /** In the order in which they are told: a server's own before what it depends on. */
    private static final Map<String, Class<? extends Examination>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("Settings", SettingsExamination.class);
        ALL.put("Permissions", RightsExamination.class);
        ALL.put("Disk", DiskExamination.class);
        ALL.put("PostgreSQL", PostgresExamination.class);
        ALL.put("iAdvize", IadvizeExamination.class);
        ALL.put("Mail server", MailExamination.class);
        ALL.put("Salesforce", SalesforceExamination.class);
        ALL.put("Jira", JiraExamination.class);
        ALL.put("Public address", PublicUrlExamination.class);
    }

    /** For what could keep something in it; nothing here asks it. */
    @Bean
    JdbcClient jdbcClient(Environment settings) {
        return JdbcClient.create(new DriverManagerDataSource(settings.getRequiredProperty("spring.datasource.url")));
    }

    /** @param context opened with this configuration */
    public static List<Examination> in(ApplicationContext context) {
        return ALL.entrySet().stream()
                .map(each -> made(context, each.getKey(), each.getValue()))
                .toList();
    }

    private static Examination made(ApplicationContext context, String name, Class<? extends Examination> type) {
        try {
            return context.getBean(type);
        } catch (BeansException e) {
            return new Unmade(name, why(e));
        }
    }

    /** The words of whoever could not be made, without those of Spring around them. */
    private static String why(BeansException failure) {
        Throwable why = failure;
        while (why instanceof BeansException && why.getCause() != null) {
            why = why.getCause();
        }
        return why.getMessage();
    }

    /** One whose settings do not go together, as the start would say. */
    private record Unmade(String name, String why) implements Examination {

        @Override
        public void examine(Usage usage, Report report) {
            report.tell(Diagnosis.problem(name, why, "Correct that setting."));
        }
    }
}
