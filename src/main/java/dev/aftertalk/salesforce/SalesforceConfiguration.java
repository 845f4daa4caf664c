package dev.aftertalk.salesforce;

import dev.aftertalk.metrics.ConnectorTimers;
import dev.aftertalk.resilience.Guards;
import org.apache.camel.Component;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * Camel's {@code salesforce} component, set up by {@code salesforce.*}. One for each CamelContext, and made only when a route or a run
 * first asks for it: without Salesforce it costs nothing.
 */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean("salesforce")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component salesforceComponent(SalesforceSettings settings, ConnectorTimers timers, Guards guards) {
        return new SalesforceConnector(settings, timers.of("salesforce"), guards.of("salesforce", "Salesforce"));
    }
}
