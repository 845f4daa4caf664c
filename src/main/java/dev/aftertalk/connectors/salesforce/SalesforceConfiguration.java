package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import org.apache.camel.Component;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * Who makes leads, and Camel's {@code salesforce} component, set up by {@code salesforce.*}. One of that for each CamelContext, and made only when a route or a run
 * first asks for it: without Salesforce it costs nothing.
 */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    LeadClaims leadClaims(LedgerWrites writes, SharedKeys keys, ObjectProvider<Clock> clocks) {
        return new LeadClaims(writes, keys, clocks.getIfAvailable(MachineClock::get));
    }

    @Bean("salesforce")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component salesforceComponent(
            SalesforceSettings settings, ConnectorTimers timers, Guards guards, Quotas quotas, Detours detours) {
        return new SalesforceConnector(
                settings,
                timers.of("salesforce"),
                guards.of("salesforce", "Salesforce"),
                quotas.of("salesforce", "Salesforce"),
                detours);
    }
}
