package dev.aftertalk.deploy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Has routes stop in bounded time. Past its time-out Camel's strategy asks each consumer to end at once, and some wait for their steps even then:
 * that of {@code seda:} does, for as long as a step does not heed its interrupt. Whoever stops a route, as when it is replaced, would wait with it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class BoundedShutdown implements CamelContextCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedShutdown.class);

    /** How long after the time-out consumers may take to end at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Override
    public void configure(CamelContext context) {
        ShutdownStrategy before = context.getShutdownStrategy();
        ShutdownStrategy bounded = new Strategy(context);
        bounded.setTimeout(before.getTimeout());
        bounded.setTimeUnit(before.getTimeUnit());
        bounded.setShutdownNowOnTimeout(before.isShutdownNowOnTimeout());
        bounded.setShutdownRoutesInReverseOrder(before.isShutdownRoutesInReverseOrder());
        bounded.setSuppressLoggingOnTimeout(before.isSuppressLoggingOnTimeout());
        bounded.setLogInflightExchangesOnTimeout(before.isLogInflightExchangesOnTimeout());
        bounded.setLoggingLevel(before.getLoggingLevel());
        context.setShutdownStrategy(bounded);
    }

    private static final class Strategy extends DefaultShutdownStrategy {

        Strategy(CamelContext context) {
            super(context);
        }

        @Override
        protected boolean doShutdown(
                CamelContext context,
                List<RouteStartupOrder> routes,
                long timeout,
                TimeUnit unit,
                boolean suspendOnly,
                boolean abortAfterTimeout,
                boolean forceShutdown)
                throws Exception {
            Limit limit = new Limit(
                    Thread.currentThread(),
                    unit.toMillis(timeout) + AT_ONCE.toMillis(),
                    routes.stream().map(each -> each.getRoute().getRouteId()).toList());
            Thread clock = new Thread(limit, "shutdown-limit");
            clock.setDaemon(true);
            clock.start();
            try {
                return super.doShutdown(context, routes, timeout, unit, suspendOnly, abortAfterTimeout, forceShutdown);
            } finally {
                limit.end();
            }
        }
    }

    /** Interrupts who waits for too long. */
    private static final class Limit implements Runnable {

        private final Thread waiting;
        private final long latest;
        private final List<String> routes;
        private boolean isOver;
        private boolean isReached;

        Limit(Thread waiting, long millis, List<String> routes) {
            this.waiting = waiting;
            this.latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            this.routes = routes;
        }

        @Override
        public synchronized void run() {
            try {
                for (long left = left(); !isOver && left > 0; left = left()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
                if (!isOver) {
                    isReached = true;
                    LOG.warn("Steps of {} don't end though they were interrupted, and are left behind", routes);
                    waiting.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private long left() {
            return latest - System.nanoTime();
        }

        synchronized void end() {
            isOver = true;
            notifyAll();
            if (isReached) {
                Thread.interrupted(); // it was meant for the wait that is over
            }
        }
    }
}
