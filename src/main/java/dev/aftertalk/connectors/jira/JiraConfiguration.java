package dev.aftertalk.connectors.jira;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.PooledHttpComponent;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.connectors.detour.DetouredClient;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import org.apache.camel.Component;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Camel component that opens issues, by the name that {@code routes/} use. One for each CamelContext: a component belongs to its context. */
@Configuration(proxyBeanMethods = false)
class JiraConfiguration {

    @Bean("jira-issue")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @DependsOnDatabaseInitialization
    Component jiraComponent(
            JiraSettings settings,
            JdbcClient database,
            ObjectProvider<Clock> clocks,
            ConnectorTimers timers,
            Guards guards,
            Quotas quotas,
            Detours detours) {
        PooledHttpComponent http = new PooledHttpComponent(
                JiraAnswer.SYSTEM,
                settings.limits(),
                new JiraCall(settings.email(), settings.apiToken(), quotas.of("jira", JiraAnswer.SYSTEM)),
                timers.of("jira"),
                guards.of("jira", JiraAnswer.SYSTEM),
                JiraAnswer::refusal);
        http.setHttpClientConfigurer(new DetouredClient(detours, "jira"));
        JiraIssues issues = new JiraIssues(database, settings.indexLag(), clocks.getIfAvailable(MachineClock::get));
        return new JiraIssueComponent(settings, issues, new RecordedCalls(http, "jira-rest:" + settings.url()));
    }
}
