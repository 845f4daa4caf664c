package dev.aftertalk.commands;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A jar of Aftertalk, unpacked into a folder, with the archive that the JVM makes of its classes at the end of a first start. */
final class FastStart {

    /** From this version on the JVM keeps classes as they are linked, and how often what is called (JEP 483, 514, 515). */
    private static final int WITH_AOT_CACHE = 25;

    /** All of them, below the server's folder, and what leads to the one that is used. */
    static final Path FOLDER = Path.of("fast-start");

    static final Path OPTIONS = FOLDER.resolve("options");

    /** The JVM's settings, where people keep them in a file of their own. */
    private static final Path JVM_OPTIONS = Path.of("jvm.options");

    private static final String JAR = "aftertalk.jar";

    /** Behind the number of one that is being made, or never was. */
    private static final String UNFINISHED = ".part";

    private static final String MAIN = "dev.aftertalk.AftertalkApplication";

    private static final Path LIB = Path.of("lib");

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_LINES = 20;

    /** The server's folder in the first start. */
    private final Path home;

    /** Named the same from there as from the server's own, wherever that is moved or copied to: the JVM minds the names on its class path. */
    private final Path made;

    private final Path jar;
    private final Path archive;
    private final String java;
    private final boolean hasAotCache;
    private final Path log;
    private volatile Process process;

    /** @param number of this one */
    FastStart(int number) {
        this.made = FOLDER.resolve(Integer.toString(number));
        this.home = FOLDER.resolve(number + UNFINISHED).toAbsolutePath();
        this.jar = made.resolve(JAR);
        this.hasAotCache = Runtime.version().feature() >= WITH_AOT_CACHE;
        this.archive = made.resolve(hasAotCache ? "aftertalk.aot" : "aftertalk.jsa");
        this.log = home.resolve("log");
        this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static boolean isJar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    /** That of a finished or unfinished one; 0 for any other file. */
    static int number(Path file) {
        String digits = file.getFileName().toString().replace(UNFINISHED, "");
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    /** Whether the options in use lead to it. */
    static boolean isIn(Path folder, String options) {
        return options.contains("/" + folder.getFileName() + "/" + JAR);
    }

    /** Unpacks a jar. @throws IllegalStateException when it can't be */
    void unpack(Path from) throws IOException, InterruptedException {
        Path to = home.resolve(made);
        Files.createDirectories(to.getParent());
        run(
                from + " can't be unpacked",
                new ProcessBuilder(
                        java,
                        "-Djarmode=tools",
                        "-jar",
                        from.toString(),
                        "extract",
                        "--application-filename",
                        jar.getFileName().toString(),
                        "--destination",
                        to.toString()));
    }

    /**
     * Starts it for a moment, at the end of which the JVM makes the archive.
     *
     * @throws IllegalStateException when it does not start, or the JVM makes none
     */
    void firstStart() throws IOException, InterruptedException {
        copyLib();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m"));
        command.addAll(jvm());
        // Which classes can't be kept is of no interest, and would stand behind what the server says.
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=error"));
        command.add((hasAotCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unixName(archive));
        command.addAll(List.of("-Dspring.context.exit=onRefresh", "-cp", classPath(), MAIN));
        run("The first start came to nothing", FirstStart.in(home, command));
        if (!Files.exists(home.resolve(archive))) {
            throw new IllegalStateException("Java made no archive of the classes:\n" + said());
        }
    }

    private void run(String otherwise, ProcessBuilder builder) throws IOException, InterruptedException {
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(otherwise + ":\n" + said());
        }
    }

    /** Leaves nothing unfinished behind, neither files nor processes. By whoever ends it, and by itself. */
    synchronized void clear() {
        try {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            // the next time it is tried again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts it where the server finds it, whole or not at all, and has the JVM's argument file lead there. */
    void finish(Path from) throws IOException {
        FastStartOrigin.write(home.resolve(made), from);
        Files.move(home.resolve(made), made, StandardCopyOption.ATOMIC_MOVE);
        List<String> options = new ArrayList<>(List.of(
                "# Made by \"java -jar aftertalk.jar fast-start\", which makes it anew; for", "#   " + command()));
        if (!hasJvmOptions()) {
            options.addAll(jvm());
        }
        options.add((hasAotCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + unixName(archive));
        options.add("-cp");
        options.add('"' + classPath() + '"');
        options.add(MAIN);
        Path written = home.resolve("options");
        Files.write(written, options);
        Files.move(written, OPTIONS, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How the server is started by it. */
    static String command() {
        return "java " + (hasJvmOptions() ? "@" + JVM_OPTIONS : "-Xmx256m") + " @" + unixName(OPTIONS);
    }

    private static boolean hasJvmOptions() {
        return Files.exists(JVM_OPTIONS);
    }

    /** Of the first start always, since what it keeps goes with any others; people's own may be settings that lead to their database. */
    private static List<String> jvm() {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=128m",
                "--enable-native-access=ALL-UNNAMED");
    }

    /** What lies in lib/ comes first, as with the jar, and whatever lies there at the start: the JVM does without the archive then. */
    private String classPath() {
        return LIB + "/*" + File.pathSeparator + unixName(jar);
    }

    /** In an argument file a backslash is none. */
    private static String unixName(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** The end of what the process said: afterwards the file is gone. */
    private String said() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), Charset.defaultCharset())
                .strip()
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    /** With their times, which the JVM minds. */
    private void copyLib() throws IOException {
        if (!Files.isDirectory(LIB)) {
            return;
        }
        Files.createDirectories(home.resolve(LIB));
        try (Stream<Path> files = Files.list(LIB)) {
            for (Path file : files.filter(FastStart::isJar).toList()) {
                Files.copy(file, home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
