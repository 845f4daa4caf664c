package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcTest {

    private static final long OWN = ProcessHandle.current().pid();

    @Test
    void tellsTheCpuTimeOfAThreadByItsName() throws InterruptedException {
        String name = "thread-of-a-long-name";
        AtomicBoolean ended = new AtomicBoolean();
        Thread thread = new Thread(() -> burn(ended), name);
        thread.setDaemon(true);
        thread.start();
        while (seconds(name) < 0.1 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(seconds(name)).isGreaterThanOrEqualTo(0.1);
        assertThat(Proc.threads(OWN, "thread-of-another")).isEmpty();
        assertThat(Proc.cpuSeconds(OWN)).isGreaterThan(seconds(name));
        ended.set(true);
        thread.join();
    }

    @Test
    void countsInSecondsWhatAProcessAndTheMachineUse() {
        double process = Proc.cpuSeconds(OWN);
        double machine = Proc.machineCpuSeconds();
        long before = cpuNanos();
        while (cpuNanos() - before < Duration.ofMillis(500).toNanos()) {
            Thread.onSpinWait();
        }
        double used = (cpuNanos() - before) / 1e9;
        assertThat(Proc.cpuSeconds(OWN) - process).isCloseTo(used, within(0.1));
        assertThat(Proc.machineCpuSeconds() - machine).isGreaterThan(used - 0.1);
    }

    @Test
    void countsThreadsAndOpenFiles() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        double files = Proc.openFiles(OWN);
        double threads = Proc.threadCount(OWN);
        List<Thread> more = IntStream.range(0, 50)
                .mapToObj(i -> new Thread(() -> awaitEnd(end)))
                .toList();
        List<InputStream> open = new ArrayList<>();
        try {
            for (Thread thread : more) {
                thread.start();
                open.add(Files.newInputStream(Path.of("/proc/self/stat")));
            }
            assertThat(Proc.openFiles(OWN)).isBetween(files + 40, files + 80);
            assertThat(Proc.threadCount(OWN)).isBetween(threads + 40, threads + 80);
        } finally {
            end.countDown();
            for (InputStream file : open) {
                file.close();
            }
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(String thread) {
        return Proc.threads(OWN, thread).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void burn(AtomicBoolean ended) {
        while (!ended.get()) {
            Thread.onSpinWait();
        }
    }
}
