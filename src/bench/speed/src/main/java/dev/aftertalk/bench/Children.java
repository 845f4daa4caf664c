package dev.aftertalk.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final Set<Process> DATABASES = ConcurrentHashMap.newKeySet();
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
    private static final int MOST_TRIES = 100;
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

    /** The same for one that, killed, would leave something behind: at the end it is asked to end, after all others have. */
    static Process startDatabase(List<String> command, Path folder, Path log) throws IOException {
        Process process = start(command, folder, log);
        DATABASES.add(process);
        return process;
    }

    /** Asks it to end, and ends it when it doesn't within 40 seconds. */
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        PROCESSES.remove(process);
        DATABASES.remove(process);
    }

    /** Runs it to its end. @throws IllegalStateException with what it said, when it ends with anything but 0 */
    static void run(List<String> command, Path folder, Path log) throws IOException, InterruptedException {
        Process process = start(command, folder, log);
        int ended = process.waitFor();
        PROCESSES.remove(process);
        if (ended != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + ended + ":\n" + Files.readString(log));
        }
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
        return folder(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param in where there is the space that it needs */
    static Path folder(Path in) throws IOException {
        Path folder = Files.createTempDirectory(in, "aftertalk-speed");
        FOLDERS.add(folder);
        return folder;
    }

    /** Others may delete it at the same time, such as whoever is ended with the program, and what has been ended may write until it is gone. */
    static void delete(Path folder) throws IOException {
        for (int tries = 1; Files.exists(folder); tries++) {
            try {
                deleteAll(folder);
            } catch (IOException | UncheckedIOException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
        FOLDERS.remove(folder);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void endAll() {
        ending = true;
        try {
            for (Process process : PROCESSES) {
                if (!DATABASES.contains(process)) {
                    kill(process);
                }
            }
            for (Process database : DATABASES) {
                stop(database);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        FOLDERS.forEach(Children::deleteAtEnd);
    }

    private static void deleteAtEnd(Path folder) {
        try {
            delete(folder);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("A folder is left behind: " + e.getMessage());
        }
    }
}
