package dev.aftertalk.sandbox;

import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends events at a steady rate, as a busy iAdvize account would, with iAdvize's two retries. One thread keeps the pace; answers are
 * awaited by none.
 *
 * <p>Never more than {@value #MAX_IN_FLIGHT} requests are open. A server that can't keep up gets fewer events, not a growing debt.
 */
@Component
@SandboxOnly
class Traffic implements SmartLifecycle {

    static final int MAX_IN_FLIGHT = 64;
    private static final Logger log = LoggerFactory.getLogger(Traffic.class);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long IDLE_TICK = TimeUnit.MILLISECONDS.toNanos(100);

    private final WebhookSender sender;
    private final TrafficPlan plan;
    private final SandboxHistory history;
    private final TrafficCount count = new TrafficCount();
    private final Retries retries = new Retries();
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private volatile double rate;
    private volatile Thread pacer;

    Traffic(SandboxSettings settings, EventSamples samples, WebhookSender sender, SandboxHistory history) {
        this.rate = settings.traffic();
        this.sender = sender;
        this.history = history;
        this.plan = new TrafficPlan(samples, RandomGenerator.getDefault());
    }

    /** @param eventsPerSecond 0 stops new events; retries under way go on */
    void rate(double eventsPerSecond) {
        rate = eventsPerSecond;
        log.info("Sandbox traffic: {} events/s", eventsPerSecond);
    }

    TrafficCount.Status status() {
        return count.status(rate, retries.waiting());
    }

    @EventListener
    void onReadiness(AvailabilityChangeEvent<ReadinessState> change) {
        if (change.getState() == ReadinessState.ACCEPTING_TRAFFIC && pacer == null) {
            pacer = new Thread(this::run, "sandbox-traffic");
            pacer.setDaemon(true);
            pacer.start();
        }
    }

    private void run() {
        double due = 1;
        long last = System.nanoTime();
        long nextReport = last + 10 * SECOND;
        while (pacer == Thread.currentThread()) {
            double wanted = rate;
            boolean idle = wanted == 0 && retries.waiting() == 0;
            LockSupport.parkNanos(idle ? IDLE_TICK : TICK);
            long now = System.nanoTime();
            // The first event goes at once; what could not be sent within a second is left out.
            due = wanted == 0 ? 1 : Math.min(due + wanted * (now - last) / SECOND, Math.max(1, wanted));
            last = now;
            sendRetries();
            due = sendNew(due);
            if (now >= nextReport) {
                count.report(rate).ifPresent(log::info);
                nextReport = now + 10 * SECOND;
            }
        }
    }

    /** Sends as many new events as are due and there is room for; returns what stays due. */
    private double sendNew(double due) {
        while (due >= 1 && rate > 0 && inFlight.tryAcquire()) {
            SampleEvent event = plan.next(sideBySide());
            history.happened(event);
            send(new Retries.Try(event, UUID.randomUUID(), 1));
            due--;
        }
        return due;
    }

    /** A conversation lasts a few seconds at any rate. */
    private int sideBySide() {
        return (int) Math.max(2, Math.min(1000, rate * 2));
    }

    private void sendRetries() {
        while (inFlight.tryAcquire()) {
            Retries.Try due = retries.poll();
            if (due == null) {
                inFlight.release();
                return;
            }
            send(due);
        }
    }

    private void send(Retries.Try attempt) {
        count.sent();
        sender.send(attempt.event(), attempt.correlationId()).thenAccept(status -> {
            inFlight.release();
            if (status >= 200 && status < 300) {
                count.accepted();
            } else {
                count.refused(!retries.again(attempt));
            }
        });
    }

    /** Waits for {@link #onReadiness}: before, the front door is closed. */
    @Override
    public void start() {}

    @Override
    public void stop() {
        Thread running = pacer;
        pacer = null;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    @Override
    public boolean isRunning() {
        return pacer != null;
    }

    /** Stops before everything it sends to. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
