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

    /**
     * One of them.
     *
     * @param further what else it may tell of, for when its settings are such that it can't even be made
     */
    private record Listed(Class<? extends Examination> type, List<String> further) {}

    /** In the order in which they are told: a server's own before what it depends on. */
    private static final Map<String, Listed> ALL = new LinkedHashMap<>();

    static {
        ALL.put("Settings", new Listed(SettingsExamination.class, List.of()));
        ALL.put("Permissions", new Listed(RightsExamination.class, List.of()));
        ALL.put("Disk", new Listed(DiskExamination.class, List.of()));
        ALL.put("PostgreSQL", new Listed(PostgresExamination.class, List.of()));
        ALL.put("iAdvize", new Listed(IadvizeExamination.class, IadvizeExamination.FURTHER));
        ALL.put("Mail server", new Listed(MailExamination.class, MailExamination.FURTHER));
        ALL.put("Salesforce", new Listed(SalesforceExamination.class, SalesforceExamination.FURTHER));
        ALL.put("Jira", new Listed(JiraExamination.class, JiraExamination.FURTHER));
        ALL.put("Public address", new Listed(PublicUrlExamination.class, List.of()));
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

    private static Examination made(ApplicationContext context, String name, Listed listed) {
        try {
            return context.getBean(listed.type());
        } catch (BeansException e) {
            return new Unmade(name, why(e), listed.further());
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
    private record Unmade(String name, String why, List<String> all) implements Examination {

        @Override
        public List<String> further(Usage usage) {
            return all;
        }

        @Override
        public void examine(Usage usage, Report report) {
            report.tell(Diagnosis.problem(name, why, "Correct that setting."));
        }
    }
}
