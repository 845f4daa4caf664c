package dev.aftertalk.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server uses from here on, and what the rest of the machine does meanwhile. */
final class Usage {

    private static final double QUIET_CORES = 0.25;
    // A JVM compiles for minutes, when and how much is chance, and a server that runs for months has long done so.
    private static final List<String> COMPILERS = List.of("C1 CompilerThread", "C2 CompilerThread");
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final long TRY_MILLIS = 1500;

    private final long server;
    private final long standIns;
    private final List<String> threads;
    private final Map<String, Map<String, Double>> threadsBefore = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private final double serverBefore;
    private final double standInsBefore;
    private final double ownBefore;
    private final double machineBefore;
    private final double writtenBefore;
    private final Optional<ProcessTree> database;
    private final double databaseBefore;
    private final double databaseWrittenBefore;

    /** @param threads whose share of the server's CPU time is of interest */
    Usage(long server, long standIns, List<String> threads) {
        this(server, standIns, threads, Optional.empty());
    }

    /** @param database one that has processes of its own, and whose share is told apart */
    Usage(long server, long standIns, List<String> threads, Optional<ProcessTree> database) {
        this.server = server;
        this.standIns = standIns;
        this.threads = threads;
        this.database = database;
        Proc.forgetPeak(server);
        for (String thread : threads) {
            threadsBefore.put(thread, Proc.threads(server, thread));
        }
        COMPILERS.forEach(thread -> threadsBefore.put(thread, Proc.threads(server, thread)));
        writtenBefore = Proc.written(server);
        databaseWrittenBefore = database.map(ProcessTree::written).orElse(0.0);
        databaseBefore = database.map(ProcessTree::cpuSeconds).orElse(0.0);
        machineBefore = Proc.machineCpuSeconds();
        ownBefore = own();
        standInsBefore = Proc.cpuSeconds(standIns);
        serverBefore = Proc.cpuSeconds(server);
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

    /** Waits until the server has nothing left to do. */
    void awaitIdle() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            double before = Proc.cpuSeconds(server);
            Thread.sleep(500);
            if (Proc.cpuSeconds(server) - before < 0.05) {
                return;
            }
        }
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    double serverCpuSeconds() {
        return Proc.cpuSeconds(server) - serverBefore;
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
        figures.put(phase + ".memory", Proc.peakMemory(server));
        figures.put(phase + ".written", (Proc.written(server) - writtenBefore) / events);
        figures.put(phase + ".others", Math.max(0, others / seconds));
        double compilers = COMPILERS.stream().mapToDouble(this::used).sum();
        figures.put(phase + ".work", (cpu - compilers) * 1000 / events);
        database.ifPresent(of -> {
            figures.put(phase + ".database.cpu", databaseCpu * 1000 / events);
            figures.put(phase + ".database.written", (of.written() - databaseWrittenBefore) / events);
        });
        for (String thread : threads) {
            figures.put(phase + ".cpu." + thread, used(thread) * 1000 / events);
        }
    }

    /** @return seconds of the threads with this name that run now: what one used that has ended since isn't known */
    private double used(String thread) {
        Map<String, Double> before = threadsBefore.get(thread);
        return Proc.threads(server, thread).entrySet().stream()
                .mapToDouble(each -> each.getValue() - before.getOrDefault(each.getKey(), 0.0))
                .sum();
    }

    private static double own() {
        return Proc.cpuSeconds(ProcessHandle.current().pid());
    }
}
