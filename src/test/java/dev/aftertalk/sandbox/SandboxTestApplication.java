package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.freemarker.FreeMarkerAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The sandbox alone on a real web server, with a front door that records. Bears no stereotype, so that a scan of {@code dev.aftertalk}
 * by another test never picks it up.
 */
@ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    FreeMarkerAutoConfiguration.class,
    ValidationAutoConfiguration.class
})
@ComponentScan(excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
@ConfigurationPropertiesScan
class SandboxTestApplication {

    @Bean
    FrontDoor frontDoor() {
        return new FrontDoor();
    }

    @Bean
    RouterFunction<ServerResponse> frontDoorRoute(FrontDoor frontDoor) {
        return RouterFunctions.route()
                .POST("/webhooks/iadvize", frontDoor::take)
                .build();
    }

    /** Keeps what it is sent and answers what the test says. */
    static class FrontDoor {

        private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        private volatile int answer = 202;
        private volatile CountDownLatch opening = new CountDownLatch(0);

        private ServerResponse take(ServerRequest request) throws Exception {
            byte[] body = request.servletRequest().getInputStream().readAllBytes();
            deliveries.add(new Delivery(request.headers().asHttpHeaders(), body));
            opening.await(20, TimeUnit.SECONDS);
            return ServerResponse.status(answer).build();
        }

        List<Delivery> deliveries() {
            return deliveries;
        }

        Delivery only() {
            assertThat(deliveries).hasSize(1);
            return deliveries.get(0);
        }

        void reset() {
            deliveries.clear();
            answer = 202;
        }

        /** Takes deliveries in but answers none until the latch is down. */
        void holdUntil(CountDownLatch opening) {
            this.opening = opening;
        }

        void answer(int status) {
            answer = status;
        }
    }

    record Delivery(HttpHeaders headers, byte[] body) {}
}
