package dev.aftertalk.webhook;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the front door in front of everything but the request metrics, which shall count refused calls too. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    /** iAdvize gives up after 30 s; a body that takes this long is not worth a thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Bean
    FilterRegistrationBean<FrontFilter> frontFilter() {
        FilterRegistrationBean<FrontFilter> registration = new FilterRegistrationBean<>(new FrontFilter());
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }

    @Bean
    FilterRegistrationBean<WebhookFilter> webhookFilter(
            WebhookSettings settings, SignatureSettings signature, IntakeGate gate, RefusalCounts counts) {
        BodyReader bodies = new BodyReader(Math.toIntExact(settings.maxBody().toBytes()), PATIENCE);
        FilterRegistrationBean<WebhookFilter> registration = new FilterRegistrationBean<>(
                new WebhookFilter(gate, bodies, new SignatureVerifier(signature.secrets()), counts));
        // The container matches these with the decoded and normalised path, so no spelling of the address slips by.
        registration.addUrlPatterns(WebhookFilter.PATH, WebhookFilter.PATH + "/");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
