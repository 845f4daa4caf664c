package dev.aftertalk.web;

import java.util.Arrays;
import java.util.concurrent.Executor;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.util.MimeTypeUtils;

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
        return endpoint.getPath().equals(WebhookRoute.PATH) && takesEvents(endpoint)
                ? webhook.consumer(endpoint, processor, others)
                : super.createConsumer(endpoint, processor);
    }

    /** Another route from the same path, as for GET, would acknowledge events that it does not store. Of two for events Spring refuses the second. */
    private static boolean takesEvents(PlatformHttpEndpoint endpoint) {
        String methods = endpoint.getHttpMethodRestrict();
        String types = endpoint.getConsumes();
        return (methods == null
                        || Arrays.stream(methods.split(","))
                                .anyMatch(method -> method.strip().equalsIgnoreCase("POST")))
                && (types == null
                        || MimeTypeUtils.parseMimeTypes(types).stream()
                                .anyMatch(type -> type.includes(MimeTypeUtils.APPLICATION_JSON)));
    }
}
