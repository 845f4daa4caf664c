package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.time.SteadyClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one system: while it is open, one call an interval tries the system and all other runs go back to the ledger
 * without a call, where {@code CatchUp} lets them go on.
 */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    /** Of how many calls the share that failed is taken, as a multiple of the fewest that can open it. */
    private static final int WINDOW = 4;

    private static final int OPENS_AT_PERCENT = 50;

    private final String connector;
    private final String system;
    private final Duration interval;
    private final Counter refusals;
    private final CircuitBreaker breaker;
    private volatile long openedAt;
    /** The one call that is let through while half open; null while there is none under way. */
    private volatile Call trial;

    private volatile String why = "";

    /** Since when it is not closed; what it was last when it is. */
    private volatile Instant since;

    /** Whether it is up and refuses us: runs wait for people then, who take longer than an outage. */
    private volatile boolean refusing;

    /** @param refusals counts how often it refuses this server */
    Breaker(String connector, String system, Duration interval, int failures, Counter refusals) {
        this.connector = connector;
        this.system = system;
        this.interval = interval;
        this.refusals = refusals;
        this.breaker = CircuitBreaker.of(
                connector,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(WINDOW * failures)
                        .minimumNumberOfCalls(failures)
                        .failureRateThreshold(OPENS_AT_PERCENT)
                        .slowCallRateThreshold(100)
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(interval)
                        .clock(SteadyClock.get())
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(this::changed);
    }

    /** For the metrics: 0 closed, 1 half open, 2 open. */
    int state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            default -> 0;
        };
    }

    /** What is wrong while it is not closed. */
    Optional<Trouble> trouble() {
        return state() == 0 ? Optional.empty() : Optional.of(new Trouble(since, refusing, why));
    }

    /** Whether the next call would be let through. */
    boolean isTimeToTry() {
        return switch (breaker.getState()) {
            case OPEN -> System.nanoTime() - openedAt >= interval.toNanos();
            case HALF_OPEN -> trial == null;
            default -> true;
        };
    }

    /** Fails when it is not time for a call yet. */
    void check() {
        if (!isTimeToTry()) {
            throw leftAlone();
        }
    }

    /** Asks to call. */
    Guard.Call enter() {
        if (!breaker.tryAcquirePermission()) {
            throw leftAlone();
        }
        Call call = new Call();
        if (breaker.getState() == State.HALF_OPEN) {
            trial = call;
        }
        return call;
    }

    private RetryableException leftAlone() {
        String what = system + " is not called for now, since it ";
        return refusing
                ? WaitingException.until(connector, what + "refuses this server: " + why)
                : NotCalledException.until(connector, what + "is down: " + why);
    }

    /** Told before anybody can see the new state. */
    private void changed(CircuitBreakerOnStateTransitionEvent event) {
        State to = event.getStateTransition().getToState();
        if (to == State.OPEN) {
            openedAt = System.nanoTime();
        }
        if (to == State.OPEN && event.getStateTransition().getFromState() == State.CLOSED) {
            since = MachineClock.get().instant();
            LOG.warn(
                    "{} {}: the circuit breaker {} is open, one call every {} tries it: {}",
                    system,
                    refusing ? "refuses this server" : "is down",
                    connector,
                    interval,
                    why);
        } else if (to == State.CLOSED) {
            LOG.info("{} is back: the circuit breaker {} is closed", system, connector);
        }
    }

    private final class Call implements Guard.Call {

        private final long begun = System.nanoTime();
        private final AtomicBoolean said = new AtomicBoolean();

        @Override
        public void answered() {
            if (said()) {
                breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void failed(String reason) {
            failed(reason, false);
        }

        @Override
        public void refused(String reason) {
            refusals.increment();
            failed(reason, true);
        }

        private void failed(String reason, boolean refusal) {
            if (said()) {
                why = reason;
                refusing = refusal;
                breaker.onError(System.nanoTime() - begun, TimeUnit.NANOSECONDS, new Down());
            }
        }

        @Override
        public void close() {
            if (said()) {
                breaker.releasePermission();
            }
        }

        /** True the first time. */
        private boolean said() {
            boolean first = said.compareAndSet(false, true);
            if (first && trial == this) {
                trial = null;
            }
            return first;
        }
    }

    /** What the library wants to be told; nobody sees it. */
    private static final class Down extends RuntimeException {
        Down() {
            super(null, null, false, false);
        }
    }
}
