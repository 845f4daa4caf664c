package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.SpringCamelContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The GraphQL schema of the account that the settings name, as a report. */
public class AccountSchema {

    /** What asking takes, without a server: no routes, no ledger. Not found by a component scan. */
    @EnableConfigurationProperties({IadvizeSettings.class, KeepSettings.class, ResilienceSettings.class})
    @Import({
        IadvizeConfiguration.class,
        KeptAnswers.class,
        ConnectorTimers.class,
        Guards.class,
        Detours.class,
        AccountSchema.class
    })
    public static class Alone {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        CamelContext camel(ApplicationContext beans) {
            return new SpringCamelContext(beans);
        }
    }

    private final IadvizeSettings settings;
    private final ConversationSchema schema;

    AccountSchema(IadvizeSettings settings, ConversationSchema schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** Where it is asked for. */
    public String url() {
        return settings.graphql().url();
    }

    /**
     * Asks for it.
     *
     * @return lines for people, or null when iAdvize does not show its schema
     * @throws IllegalArgumentException when there is no user to ask with, saying what to set
     * @throws RetryableException when iAdvize can't be reached or is out of order
     * @throws PermanentException when iAdvize refuses the user
     */
    public String report() {
        if (!settings.graphql().configured()) {
            throw new IllegalArgumentException(
                    "Set iadvize.graphql.username and iadvize.graphql.password: iAdvize shows its schema to users alone.");
        }
        SchemaFields fields = schema.current().fields();
        return fields == null ? null : SchemaReport.of(fields);
    }
}
