package dev.aftertalk.web;

import java.util.concurrent.Executor;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;

/** Camel's engine for {@code platform-http} in Spring Boot, but that {@link WebhookRoute} is told of the webhook's consumer. */
final class WebhookEngine extends SpringBootPlatformHttpEngine {

    private final Executor others;
    private final WebhookRoute webhook;

    /** @param others on which threads routes are run that Spring's dispatcher leads to */
    WebhookEngine(int port, Executor others, WebhookRoute webhook) {
        super(port, others);
        this.others = others;
        this.webhook = webhook;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return endpoint.getPath().equals(WebhookRoute.PATH)
                ? webhook.consumer(endpoint, processor, others)
                : super.createConsumer(endpoint, processor);
    }
}
