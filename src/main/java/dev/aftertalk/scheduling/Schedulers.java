package dev.aftertalk.scheduling;

import java.util.concurrent.ThreadFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Spring's schedulers and threads as all of the background uses them: with a name, and never in the way of the server's end. */
public final class Schedulers {

    private Schedulers() {}

    /**
     * A scheduler of its own for a feature, so that what hangs at one system holds up no other. What a repeated task throws is logged, and
     * it is repeated all the same. To be ended by {@link ThreadPoolTaskScheduler#shutdown}, which interrupts what is under way.
     *
     * @param name what the names of its threads begin with
     */
    public static ThreadPoolTaskScheduler of(String name, int threads) {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setBeanName(name);
        scheduler.setThreadNamePrefix(name + "-");
        scheduler.setPoolSize(threads);
        scheduler.setDaemon(true);
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.initialize();
        return scheduler;
    }

    /** @param name what the names of the threads begin with */
    public static ThreadFactory threads(String name) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
        threads.setDaemon(true);
        return threads;
    }
}
