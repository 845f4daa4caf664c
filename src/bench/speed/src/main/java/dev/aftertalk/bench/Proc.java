package dev.aftertalk.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What processes and the whole machine have used, as Linux counts it under /proc (proc(5)). */
final class Proc {

    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = ticksPerSecond();

    private Proc() {}

    /** @return of all its threads, those that have ended too */
    static double cpuSeconds(long pid) {
        return cpuSeconds(text(PROC.resolve(pid + "/stat")));
    }

    /** @return of the children that have ended */
    static double endedChildrenCpuSeconds(long pid) {
        return cpuSeconds(text(PROC.resolve(pid + "/stat")), 13);
    }

    static boolean runs(long pid) {
        return Files.exists(PROC.resolve(pid + "/stat"));
    }

    /**
     * @param name of which the system knows the first 15 letters
     * @return the CPU time of each thread with this name that runs now, by its number
     */
    static Map<String, Double> threads(long pid, String name) {
        String known = "(" + name.substring(0, Math.min(15, name.length())) + ")";
        Map<String, Double> seconds = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path each : threads) {
                String stat = textOfThread(each);
                if (stat.contains(known)) {
                    seconds.put(each.getFileName().toString(), cpuSeconds(stat));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seconds;
    }

    private static String textOfThread(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return ""; // it has ended, before its file was opened or before it was read
        }
    }

    /** @return of all processes together */
    static double machineCpuSeconds() {
        String[] all =
                text(PROC.resolve("stat")).lines().findFirst().orElseThrow().split("\\s+");
        double ticks = 0;
        // user, nice, system, irq, softirq; not idle, iowait, and what a host took for others
        for (int column : new int[] {1, 2, 3, 6, 7}) {
            ticks += Double.parseDouble(all[column]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** @return the memory that it has now, in MiB */
    static double memory(long pid) {
        return kibibytes(pid, "VmRSS:") / 1024;
    }

    /** @return the most memory that it had since {@link #forgetPeak}, in MiB */
    static double peakMemory(long pid) {
        return kibibytes(pid, "VmHWM:") / 1024;
    }

    /** @return how many threads it has now */
    static double threadCount(long pid) {
        return number(text(PROC.resolve(pid + "/status")), "\nThreads:");
    }

    /** @return how many files, sockets and the like it has open now */
    static double openFiles(long pid) {
        try (Stream<Path> files = Files.list(PROC.resolve(pid + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forgetPeak(long pid) {
        try {
            Files.writeString(PROC.resolve(pid + "/clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what it had written to disks, in KiB */
    static double written(long pid) {
        return number(text(PROC.resolve(pid + "/io")), "\nwrite_bytes:") / 1024;
    }

    private static double kibibytes(long pid, String field) {
        return number(text(PROC.resolve(pid + "/status")), "\n" + field);
    }

    private static double number(String text, String field) {
        int at = text.indexOf(field) + field.length();
        return Double.parseDouble(text.substring(at).strip().split("\\s", 2)[0]);
    }

    private static double cpuSeconds(String stat) {
        return cpuSeconds(stat, 11);
    }

    /** @param field of the user's time, which that of the system follows; the first one after the name is 0 */
    private static double cpuSeconds(String stat, int field) {
        // The name, in brackets, may have blanks and brackets in it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[field]) + Double.parseDouble(fields[field + 1])) / TICKS_PER_SECOND;
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ticksPerSecond() {
        try {
            Process process = new ProcessBuilder("getconf", "CLK_TCK").start();
            return Double.parseDouble(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
