package dev.aftertalk.commands;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.util.FileSystemUtils;

/**
 * {@code java -jar aftertalk.jar fast-start}: unpacks the jar and has the JVM keep the classes that a start needs, in the form it works with. A
 * server that is started from there is up in less than half the time, and so refuses fewer webhooks when it is restarted.
 */
public final class FastStartCommand {

    static final String ARGUMENTS = "";

    private static final Path FOLDER = Path.of("fast-start");

    private FastStartCommand() {}

    /**
     * @param args none
     * @return the exit code: 1 when it failed and all is as it was, 2 when it can't begin
     */
    public static int run(String... args) {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        if (Arrays.stream(args).anyMatch(arg -> !arg.startsWith("--"))) {
            return Commands.refuse("It takes no arguments.", "fast-start", ARGUMENTS);
        }
        if (!isDeployed(jar)) {
            return Commands.refuse("Run it by the jar as it is deployed.", "fast-start", ARGUMENTS);
        }
        try {
            replace(FOLDER.toAbsolutePath(), jar);
            System.out.println("Done. From now on start it in this folder with");
            System.out.println("  java -Xmx256m @" + FOLDER + "/options");
            System.out.println("and run this again after an upgrade of Aftertalk or Java, and when lib/ has changed.");
            return 0;
        } catch (IOException | IllegalStateException e) {
            System.err.println("It failed, and all is as it was: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static boolean isDeployed(Path jar) {
        URL own = FastStartCommand.class.getResource("FastStartCommand.class");
        return Files.isRegularFile(jar) && own != null && own.toString().startsWith("jar:nested:");
    }

    /** What was there comes back when this fails. */
    private static void replace(Path folder, Path jar) throws IOException, InterruptedException {
        Path before = folder.resolveSibling(FOLDER + ".before");
        FileSystemUtils.deleteRecursively(before);
        if (Files.exists(folder)) {
            Files.move(folder, before);
        }
        boolean isMade = false;
        try {
            make(new FastStart(folder, jar.getFileName().toString()), jar);
            isMade = true;
        } finally {
            if (!isMade) {
                FileSystemUtils.deleteRecursively(folder);
                if (Files.exists(before)) {
                    Files.move(before, folder);
                }
            }
        }
        FileSystemUtils.deleteRecursively(before);
    }

    private static void make(FastStart start, Path jar) throws IOException, InterruptedException {
        System.out.println("Unpacking " + jar.getFileName() + " into " + FOLDER + "/");
        start.unpack(jar);
        System.out.println(
                "Starting it for a moment, to see which classes a start needs: with data and settings of its own, and"
                        + " nobody to talk to");
        start.firstStart();
        start.writeOptions();
    }
}
