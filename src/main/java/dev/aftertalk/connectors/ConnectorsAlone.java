package dev.aftertalk.connectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** What connectors need in a process that is no server. Not found by a component scan. */
public class ConnectorsAlone {

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    /**
     * The connectors' own; no route is made in it. It is not stopped, since that would log out of Salesforce, where the server's session may be the
     * same one.
     */
    @Bean(initMethod = "start", destroyMethod = "")
    CamelContext camelContext(ApplicationContext beans) {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.getCamelContextExtension().setRegistry(new DefaultRegistry(new ApplicationContextBeanRepository(beans)));
        camel.build();
        camel.disableJMX();
        return camel;
    }
}
