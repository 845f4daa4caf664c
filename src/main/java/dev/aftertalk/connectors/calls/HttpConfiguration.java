package dev.aftertalk.connectors.calls;

import org.apache.camel.Component;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** What {@code http:} and {@code https:} stand for in a route. One for each CamelContext: a component belongs to its context. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean({"http", "https"})
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Component httpComponent() {
        return new PlainHttpComponent();
    }
}
