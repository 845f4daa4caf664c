package dev.aftertalk.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What servers use from here on, all together, and what the rest of the machine does meanwhile. */
final class Usage {

    private static final double QUIET_CORES = 0.25;
    // A JVM compiles for minutes, when and how much is chance, and a server that runs for months has long done so.
    private static final List<String> COMPILERS = List.of("C1 CompilerThread", "C2 CompilerThread");
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final long TRY_MILLIS = 1500;

    private final List<Server> servers;
    private final long standIns;
    private final List<String> threads;
    private final Map<String, Map<String, Double>> threadsBefore = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private final double serverBefore;
    private final double standInsBefore;
    private final double ownBefore;
    private final double machineBefore;
    private final double writtenBefore;
    private final double syncsBefore;
    private final Optional<ProcessTree> database;
    private final double databaseBefore;
    private final double databaseWrittenBefore;
    private final double databaseSyncsBefore;

    /**
     * @param threads whose share of the servers' CPU time is of interest
     * @param database one that has processes of its own, and whose share is told apart
     */
    Usage(List<Server> servers, long standIns, List<String> threads, Optional<ProcessTree> database) {
        this.servers = servers;
        this.standIns = standIns;
        this.threads = threads;
        this.database = database;
        servers.forEach(server -> Proc.forgetPeak(server.pid()));
        for (String thread : threads) {
            threadsBefore.put(thread, threads(thread));
        }
        COMPILERS.forEach(thread -> threadsBefore.put(thread, threads(thread)));
        writtenBefore = sum(Proc::written);
        syncsBefore = syncs();
        databaseWrittenBefore = database.map(ProcessTree::written).orElse(0.0);
        databaseSyncsBefore = database.map(ProcessTree::syncs).orElse(0.0);
        databaseBefore = database.map(ProcessTree::cpuSeconds).orElse(0.0);
        machineBefore = Proc.machineCpuSeconds();
        ownBefore = own();
        standInsBefore = Proc.cpuSeconds(standIns);
        serverBefore = sum(Proc::cpuSeconds);
    }

    /**
     * Waits until the machine does nothing but what the benchmark itself has it do, though not for longer than 45 s: what others use is
     * counted all the same.
     */
    static void awaitQuiet() throws InterruptedException {
        awaitQuiet(PATIENCE);
    }

    static void awaitQuiet(Duration longest) throws InterruptedException {
        for (long i = 0; i < longest.toMillis() / TRY_MILLIS; i++) {
            double before = Proc.machineCpuSeconds() - own();
            Thread.sleep(TRY_MILLIS);
            if ((Proc.machineCpuSeconds() - own() - before) / TRY_MILLIS * 1000 < QUIET_CORES) {
                return;
            }
        }
    }

    private double sum(ToDoubleFunction<Long> of) {
        return servers.stream().map(Server::pid).mapToDouble(of).sum();
    }

    private double syncs() {
        return servers.stream().mapToDouble(Server::syncs).sum();
    }

    /** Waits until the servers have nothing left to do. */
    void awaitIdle() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            double before = sum(Proc::cpuSeconds);
            Thread.sleep(500);
            if (sum(Proc::cpuSeconds) - before < 0.05) {
                return;
            }
        }
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    double serverCpuSeconds() {
        return sum(Proc::cpuSeconds) - serverBefore;
    }

    /** @param events by which to divide what was used */
    void addTo(Figures figures, String phase, int events) {
        double seconds = seconds();
        double cpu = serverCpuSeconds();
        double databaseCpu = database.map(ProcessTree::cpuSeconds).orElse(0.0) - databaseBefore;
        double others = Proc.machineCpuSeconds()
                - machineBefore
                - cpu
                - databaseCpu
                - (Proc.cpuSeconds(standIns) - standInsBefore)
                - (own() - ownBefore);
        figures.put(phase + ".cpu", cpu * 1000 / events);
        figures.put(phase + ".memory", sum(Proc::peakMemory));
        figures.put(phase + ".written", (sum(Proc::written) - writtenBefore) / events);
        figures.put(phase + ".syncs", (syncs() - syncsBefore) / events);
        figures.put(phase + ".others", Math.max(0, others / seconds));
        double compilers = COMPILERS.stream().mapToDouble(this::used).sum();
        figures.put(phase + ".work", (cpu - compilers) * 1000 / events);
        database.ifPresent(of -> {
            figures.put(phase + ".database.cpu", databaseCpu * 1000 / events);
            figures.put(phase + ".database.written", (of.written() - databaseWrittenBefore) / events);
            figures.put(phase + ".database.syncs", (of.syncs() - databaseSyncsBefore) / events);
        });
        for (String thread : threads) {
            figures.put(phase + ".cpu." + thread, used(thread) * 1000 / events);
        }
    }

    /** @return seconds of the threads with this name that run now: what one used that has ended since isn't known */
    private double used(String thread) {
        Map<String, Double> before = threadsBefore.get(thread);
        return threads(thread).entrySet().stream()
                .mapToDouble(each -> each.getValue() - before.getOrDefault(each.getKey(), 0.0))
                .sum();
    }

    private Map<String, Double> threads(String name) {
        Map<String, Double> all = new LinkedHashMap<>();
        servers.forEach(server -> all.putAll(Proc.threads(server.pid(), name)));
        return all;
    }

    private static double own() {
        return Proc.cpuSeconds(ProcessHandle.current().pid());
    }
}
