package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.PooledHttpComponent;
import dev.aftertalk.ledger.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * The Camel components that call iAdvize and hold its credentials, named as {@code routes/} uses them: {@code iadvize-rest},
 * {@code iadvize-graphql} and, for the token, {@code iadvize-login}. One each for a CamelContext: a component belongs to its context.
 */
@Configuration(proxyBeanMethods = false)
class IadvizeConfiguration {

    @Bean("iadvize-rest")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component restComponent(IadvizeSettings settings, ConnectorTimers timers, Guards guards) {
        String key = settings.rest().apiKey();
        return new PooledHttpComponent(
                "iAdvize REST",
                settings.limits(),
                (request, scope, chain) -> {
                    request.setHeader("X-API-Key", key);
                    return chain.proceed(request, scope);
                },
                timers.of("iadvize-rest"),
                guards.of("iadvize-rest", "iAdvize REST"),
                RestAnswer::refusal);
    }

    @Bean("iadvize-graphql")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component graphqlComponent(IadvizeSettings settings, GraphqlTokens tokens, ConnectorTimers timers, Guards guards) {
        return new PooledHttpComponent(
                "iAdvize GraphQL",
                settings.limits(),
                new GraphqlAuthorization(tokens),
                timers.of("iadvize-graphql"),
                guards.of("iadvize-graphql", "iAdvize GraphQL"),
                answer -> null); // its authorization says so
    }

    @Bean("iadvize-login")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component loginComponent(IadvizeSettings settings, ConnectorTimers timers, Guards guards) {
        return new PooledHttpComponent(
                "iAdvize login",
                settings.limits(),
                null,
                timers.of("iadvize-login"),
                guards.of("iadvize-login", "iAdvize login"),
                GraphqlLogin::refusal);
    }

    @Bean
    GraphqlTokens graphqlTokens(IadvizeSettings settings, CamelContext camel, ObjectProvider<Clock> clocks) {
        Clock clock = clocks.getIfAvailable(SteadyClock::get);
        Duration longestWait =
                settings.connectTimeout().plus(settings.readTimeout().multipliedBy(2));
        return new GraphqlTokens(new GraphqlLogin(settings.graphql(), camel, clock), longestWait, clock);
    }

    @Bean
    ConversationSchema conversationSchema(IadvizeSettings settings, CamelContext camel, ObjectProvider<Clock> clocks) {
        Duration longestWait =
                settings.connectTimeout().plus(settings.readTimeout().multipliedBy(2));
        DirectCall call = new DirectCall(
                camel,
                "iAdvize GraphQL",
                "iadvize-graphql:" + settings.graphql().url(),
                "application/json");
        return new ConversationSchema(call::post, longestWait, clocks.getIfAvailable(SteadyClock::get));
    }
}
