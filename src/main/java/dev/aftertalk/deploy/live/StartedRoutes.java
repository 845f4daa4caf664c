package dev.aftertalk.deploy.live;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Has it decided what runs before Camel reads anything. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class StartedRoutes implements CamelContextCustomizer {

    private final Deployer deployer;

    StartedRoutes(Deployer deployer) {
        this.deployer = deployer;
    }

    @Override
    public void configure(CamelContext context) {
        deployer.prepare((ModelCamelContext) context);
    }
}
