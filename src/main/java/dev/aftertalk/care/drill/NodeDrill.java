package dev.aftertalk.care.drill;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A server that is killed, at once and then once a minute while the drill lasts, and is started again by whoever keeps it running. The process ends as by
 * {@code kill -9}: nothing is written, told or closed.
 */
@Component
class NodeDrill implements Drill {

    static final String KILLED = "node-killed";

    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** The drill itself is on record by then. */
    private static final Duration FIRST = Duration.ofSeconds(3);

    /** What 128 and SIGKILL make. */
    private static final int CODE = 137;

    private final DrillSettings settings;
    private final Environment environment;
    private final Duration first;
    private final Duration pause;
    private final Runnable kill;

    @Autowired
    NodeDrill(DrillSettings settings, Environment environment) {
        this(settings, environment, FIRST, PAUSE, () -> Runtime.getRuntime().halt(CODE));
    }

    /**
     * @param first how long after its begin it kills
     * @param pause between two kills
     */
    NodeDrill(DrillSettings settings, Environment environment, Duration first, Duration pause, Runnable kill) {
        this.settings = settings;
        this.first = first;
        this.pause = pause;
        this.environment = environment;
        this.kill = kill;
    }

    @Override
    public List<String> names() {
        return List.of(KILLED);
    }

    @Override
    public boolean outlivesTheServer() {
        return true;
    }

    @Override
    public Optional<String> refusal(String name) {
        return isStartedAgain()
                ? Optional.empty()
                : Optional.of(
                        "This server sees nothing that would start it again (systemd or Kubernetes). If something else does, set drill.started-again=true.");
    }

    @Override
    public Fault begin(String name, DrillCalls calls) {
        ScheduledExecutorService executioner = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "drill-kill");
            thread.setDaemon(true);
            return thread;
        });
        Duration next = calls.met().isEmpty() ? first : pause;
        executioner.schedule(kill, next.toMillis(), TimeUnit.MILLISECONDS);
        return executioner::shutdownNow;
    }

    /** systemd and Kubernetes say so to whom they start: systemd with the number of the process, as others inherit what it says. */
    private boolean isStartedAgain() {
        String ownPid = Long.toString(ProcessHandle.current().pid());
        return settings.startedAgain()
                || ownPid.equals(environment.getProperty("SYSTEMD_EXEC_PID"))
                || environment.containsProperty("KUBERNETES_SERVICE_HOST");
    }
}
