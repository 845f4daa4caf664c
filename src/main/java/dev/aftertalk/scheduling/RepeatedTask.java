package dev.aftertalk.scheduling;

import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Repeats something on a thread of its own, from the start of the server to its end, see {@link Schedulers#of}. */
public abstract class RepeatedTask implements SmartLifecycle, DisposableBean {

    private final String name;
    private final Duration delay;
    private final Duration pause;
    private ThreadPoolTaskScheduler scheduler;

    /**
     * @param name of the thread
     * @param delay from the start to the first time
     * @param pause from the end of each time to the next
     */
    protected RepeatedTask(String name, Duration delay, Duration pause) {
        this.name = name;
        this.delay = delay;
        this.pause = pause;
    }

    /** What is repeated. What it throws is logged, and it is repeated all the same. */
    protected abstract void run();

    /** From the end of the last time to the next; asked after each, by the same thread. */
    protected Duration pause() {
        return pause;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null) {
            scheduler = Schedulers.of(name, 1);
            scheduler.schedule(this::run, this::next);
        }
    }

    private Instant next(TriggerContext context) {
        Instant last = context.lastCompletion();
        return last == null ? context.getClock().instant().plus(delay) : last.plus(pause());
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            scheduler.shutdown();
            scheduler = null;
        }
    }

    /** A start that fails after this one ends its beans without stopping them. */
    @Override
    public void destroy() {
        stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }
}
