package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.deploy.check.RunningBeans;
import dev.aftertalk.web.WebhookSwap;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Puts the hold in front of the webhook's own filter, and shows how many files are refused. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    RouteCheck routeCheck(Environment settings, ListableBeanFactory beans) {
        return new RouteFilesCheck(settings, new RunningBeans(beans));
    }

    @Bean
    WebhookHold webhookHold(WebhookSwap swap) {
        return new WebhookHold(swap);
    }

    /** Readiness too: it looks whether the webhook's route is there. */
    @Bean
    FilterRegistrationBean<WebhookHold> webhookHoldFilter(WebhookHold hold) {
        FilterRegistrationBean<WebhookHold> registration = new FilterRegistrationBean<>(hold);
        registration.addUrlPatterns("/webhooks/*", "/actuator/health/readiness");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setAsyncSupported(true);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 7);
        return registration;
    }

    @Bean
    MeterBinder routesMeters(Deployer deployer, LiveSettings settings) {
        return (MeterRegistry registry) -> {
            Gauge.builder(
                            "aftertalk.routes.refused",
                            deployer,
                            each -> each.state().refused().size()
                                    + (settings.state().refused().isEmpty() ? 0 : 1))
                    .description(
                            "Files of routes/, and of settings, that are refused: what was before runs on, or nothing")
                    .register(registry);
            Gauge.builder("aftertalk.routes.left.out", deployer, each -> each.state()
                            .leftOut()
                            .size())
                    .description("Files of routes/ of which no version runs")
                    .register(registry);
        };
    }
}
