package dev.aftertalk.routes;

import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.test.context.TestPropertySource;

/** The application with its metrics for Prometheus, which Spring Boot leaves out in tests, and with promo codes that can run out. */
@AutoConfigureObservability(tracing = false)
@TestPropertySource(properties = {"workflows.promo-code=true", "promo.campaigns.thank-you.maximum=1000"})
abstract class ScrapedRoutesTest extends RoutesTest {}
