package dev.aftertalk.care.drill;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What must be there before the pool of connections. */
@Configuration(proxyBeanMethods = false)
class DrillConfiguration {

    @Bean
    static DrilledDatabase drilledDatabase(Environment environment) {
        return new DrilledDatabase(environment.getProperty("drill.allowed", Boolean.class, false));
    }
}
