package dev.aftertalk.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes and folders that a benchmark made. Whatever becomes of it, none of them is left behind. */
final class Children {

    private static final Set<Process> PROCESSES = ConcurrentHashMap.newKeySet();
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll));
    }

    private Children() {}

    /** @param log what it says is added there */
    static Process start(List<String> command, Path folder, Path log) throws IOException {
        if (ending) {
            throw new IllegalStateException("The benchmark ends");
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        PROCESSES.add(process);
        if (ending) {
            process.destroyForcibly();
        }
        return process;
    }

    /** Asks it to end, and ends it when it doesn't within 40 seconds. */
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        PROCESSES.remove(process);
    }

    /** As kill -9 does. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
        PROCESSES.remove(process);
    }

    /** @return this program's own, for another folder than its */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("aftertalk-speed");
        FOLDERS.add(folder);
        return folder;
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.deleteIfExists(file);
                }
            }
        }
        FOLDERS.remove(folder);
    }

    private static void endAll() {
        ending = true;
        try {
            for (Process process : PROCESSES) {
                kill(process);
            }
            for (Path folder : FOLDERS) {
                delete(folder);
            }
        } catch (IOException e) {
            System.err.println("A folder is left behind: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
