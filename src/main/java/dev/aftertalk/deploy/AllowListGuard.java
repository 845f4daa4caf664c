package dev.aftertalk.deploy;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Has no endpoint made that routes may not use, also where its address is only known once a message is there. */
@Component
class AllowListGuard implements CamelContextCustomizer {

    private final AllowList allowed;

    AllowListGuard(Environment settings) {
        this.allowed = new AllowList(settings);
    }

    @Override
    public void configure(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback(this::check);
    }

    private Endpoint check(String uri, Endpoint endpoint) {
        allowed.refusal(uri).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal + ".");
        });
        return endpoint;
    }
}
