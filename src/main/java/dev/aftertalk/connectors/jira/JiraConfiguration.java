package dev.aftertalk.connectors.jira;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.PooledHttpComponent;
import org.apache.camel.Component;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * The Camel component that calls Jira and holds its credentials, named {@code jira-rest} as {@code routes/} uses it. One for each
 * CamelContext: a component belongs to its context.
 */
@Configuration(proxyBeanMethods = false)
class JiraConfiguration {

    @Bean("jira-rest")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component jiraComponent(JiraSettings settings, ConnectorTimers timers, Guards guards) {
        return new PooledHttpComponent(
                JiraAnswer.SYSTEM,
                settings.limits(),
                new JiraCall(settings.email(), settings.apiToken()),
                timers.of("jira"),
                guards.of("jira", JiraAnswer.SYSTEM),
                JiraAnswer::refusal);
    }
}
