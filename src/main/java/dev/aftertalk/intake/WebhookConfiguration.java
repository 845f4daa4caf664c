package dev.aftertalk.intake;

import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.web.WebhookRoute;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the front door in front of everything but the request metrics, which shall count refused calls too. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    @Bean
    FilterRegistrationBean<FrontFilter> frontFilter(ServerProperties server, MeterRegistry meters) {
        FilterRegistrationBean<FrontFilter> registration =
                new FilterRegistrationBean<>(new FrontFilter(most(server), meters));
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }

    /** A quarter of the threads is left by webhooks, and by all others. */
    private static int most(ServerProperties server) {
        return Math.max(1, server.getTomcat().getThreads().getMax() * 3 / 4);
    }

    @Bean
    FilterRegistrationBean<WebhookFilter> webhookFilter(
            ServerProperties server,
            WebhookSettings settings,
            SignatureSettings signature,
            IntakeGate gate,
            WebhookRoute route,
            RefusalCounts counts) {
        Inflation inflation = new Inflation(Math.toIntExact(settings.maxBody().toBytes()));
        FilterRegistrationBean<WebhookFilter> registration = new FilterRegistrationBean<>(new WebhookFilter(
                most(server), gate, inflation, new SignatureVerifier(signature.secrets()), route, counts));
        // The container matches these with the decoded and normalised path, so no spelling of the address slips by.
        registration.addUrlPatterns(WebhookFilter.PATH, WebhookFilter.PATH + "/");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
