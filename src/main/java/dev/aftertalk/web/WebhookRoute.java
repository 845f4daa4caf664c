package dev.aftertalk.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.stereotype.Component;

/**
 * The beginning of the route that takes the webhooks, for the filter in front of it to hand them over itself. Through Spring's dispatcher each
 * would change threads twice and go through all filters once more to be answered: half of what it costs the web server.
 */
@Component
public final class WebhookRoute {

    /** Where iAdvize posts its events, below the path of the application. */
    public static final String PATH = "/webhooks/iadvize";

    private final AtomicReference<Consumer> running = new AtomicReference<>();

    /**
     * Answers a webhook on this thread, once the route has come to its end. Where no such route runs, it goes on as any request does.
     */
    public void answer(HttpServletRequest request, HttpServletResponse response, FilterChain otherwise)
            throws IOException, ServletException {
        Consumer consumer = running.get();
        if (consumer == null) {
            otherwise.doFilter(request, response);
        } else {
            consumer.answer(request, response);
        }
    }

    /**
     * The consumer of a route from this path.
     *
     * @param others on which threads it is run for who comes through Spring's dispatcher all the same
     */
    PlatformHttpConsumer consumer(PlatformHttpEndpoint endpoint, Processor processor, Executor others) {
        return new Consumer(endpoint, processor, others);
    }

    /** Camel's own, which is known here while it runs. */
    private final class Consumer extends SpringBootPlatformHttpConsumer {

        Consumer(PlatformHttpEndpoint endpoint, Processor processor, Executor others) {
            super(endpoint, processor, others);
        }

        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            try {
                handleService(request, response);
            } catch (IOException | ServletException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ServletException(e);
            }
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            running.set(this);
        }

        @Override
        protected void doStop() throws Exception {
            running.compareAndSet(this, null);
            super.doStop();
        }
    }
}
