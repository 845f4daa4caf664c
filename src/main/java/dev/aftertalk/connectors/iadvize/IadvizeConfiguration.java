package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.PooledHttpComponent;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.connectors.detour.DetouredClient;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** The Camel component that asks iAdvize, by the name that {@code routes/} use. One for each CamelContext: a component belongs to its context. */
@Configuration(proxyBeanMethods = false)
class IadvizeConfiguration {

    @Bean("iadvize")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component iadvizeComponent(
            IadvizeSettings settings,
            ConversationSchema schema,
            GraphqlTokens tokens,
            ConnectorTimers timers,
            Guards guards,
            KeptAnswers answers,
            Detours detours) {
        return component(settings, schema, tokens, timers, guards, answers::keeping, detours);
    }

    /**
     * One whose calls these guards let through.
     *
     * @param each what is made of a look-up, by the name of what it looks up
     * @param detours where its calls go
     */
    static Component component(
            IadvizeSettings settings,
            ConversationSchema schema,
            GraphqlTokens tokens,
            ConnectorTimers timers,
            Guards guards,
            BiFunction<String, LookUp, LookUp> each,
            Detours detours) {
        IadvizeApis apis = new IadvizeApis(
                new RecordedCalls(
                        detoured(rest(settings, timers, guards), detours),
                        "iadvize-rest:" + settings.rest().url()),
                new RecordedCalls(
                        detoured(graphql(settings, tokens, timers, guards), detours),
                        "iadvize-graphql:" + settings.graphql().url()),
                new RecordedCalls(
                        detoured(login(settings, timers, guards), detours),
                        "iadvize-login:" + settings.graphql().tokenUrl()));
        return new IadvizeComponent(settings, schema, apis, each);
    }

    private static PooledHttpComponent detoured(PooledHttpComponent http, Detours detours) {
        http.setHttpClientConfigurer(new DetouredClient(detours, "iadvize"));
        return http;
    }

    private static PooledHttpComponent rest(IadvizeSettings settings, ConnectorTimers timers, Guards guards) {
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

    private static PooledHttpComponent graphql(
            IadvizeSettings settings, GraphqlTokens tokens, ConnectorTimers timers, Guards guards) {
        return new PooledHttpComponent(
                "iAdvize GraphQL",
                settings.limits(),
                new GraphqlAuthorization(tokens),
                timers.of("iadvize-graphql"),
                guards.of("iadvize-graphql", "iAdvize GraphQL"),
                answer -> null); // its authorization says so
    }

    private static PooledHttpComponent login(IadvizeSettings settings, ConnectorTimers timers, Guards guards) {
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
        DirectCall call = new DirectCall(() -> IadvizeApis.of(camel).graphql(), "iAdvize GraphQL", "application/json");
        return new ConversationSchema(call::post, longestWait, clocks.getIfAvailable(SteadyClock::get));
    }
}
