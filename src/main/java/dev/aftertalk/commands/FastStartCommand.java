package dev.aftertalk.commands;

import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * {@code java -jar aftertalk.jar fast-start}: unpacks the jar and has the JVM keep the classes that a start needs, in the form it works with. A
 * server that is started from there is up in less than half the time, and so refuses fewer webhooks when it is restarted.
 */
public final class FastStartCommand {

    static final String ARGUMENTS = "";

    /** It takes half of this; with less than the other half a server that runs here would refuse events ({@code aftertalk.disk.min-free}). */
    private static final long NEEDED_MB = 600;

    private static final Path LOCK = FastStart.FOLDER.resolve("lock");

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
            return makeAlone(jar);
        } catch (IOException | IllegalStateException e) {
            System.err.println("It failed, and all is as it was: " + why(e) + "\nIt needs " + NEEDED_MB
                    + " MB of free space in this folder, and a user who may write there.");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /**
     * Before a start: makes it anew when the jar that it was made of has been replaced, since this process is of the one before.
     *
     * @return whether this process may go on; when not, it has said why
     */
    public static boolean isUpToDate() {
        FastStartOrigin origin = FastStartOrigin.ofThisProcess().orElse(null);
        if (origin == null || !origin.isOfAnotherJar()) {
            return true;
        }
        System.err.println(origin.jar() + " was replaced, and " + FastStart.FOLDER
                + "/ was made of the one before. It is made anew; start it again then.");
        if (!isMadeAnew(origin.jar())) {
            System.err.println("Until it can be made, start the server with: java -jar " + origin.jar());
        }
        return false;
    }

    private static boolean isMadeAnew(Path jar) {
        try {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return new ProcessBuilder(java, "-jar", jar.toString(), "fast-start")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            System.err.println(FileFault.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static boolean isDeployed(Path jar) {
        URL own = FastStartCommand.class.getResource("FastStartCommand.class");
        return Files.isRegularFile(jar) && own != null && own.toString().startsWith("jar:nested:");
    }

    private static String why(Exception failure) {
        return failure instanceof IOException ? FileFault.words(failure) + "." : String.valueOf(failure.getMessage());
    }

    /** Two at once would take one another's unfinished files away. */
    private static int makeAlone(Path jar) throws IOException, InterruptedException {
        Files.createDirectories(FastStart.FOLDER);
        try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                System.err.println("Another fast-start is at work in this folder: wait for it to end.");
                return 1;
            }
            long free = Files.getFileStore(FastStart.FOLDER).getUsableSpace() / 1_000_000;
            if (free < NEEDED_MB) {
                throw new IllegalStateException("There are " + free + " MB left here.");
            }
            make(jar);
        }
        System.out.println("Done. From now on start it in " + Path.of("").toAbsolutePath() + " with");
        System.out.println("  " + FastStart.command());
        System.out.println("and run this again after an upgrade of Aftertalk or Java, and when lib/ has changed.");
        return 0;
    }

    /** Beside the one in use, which a server may run from: that stays until the next time. */
    private static void make(Path jar) throws IOException, InterruptedException {
        List<Path> others = others();
        String options = Files.exists(FastStart.OPTIONS) ? Files.readString(FastStart.OPTIONS) : "";
        for (Path other : others) {
            if (!FastStart.isIn(other, options)) {
                FileSystemUtils.deleteRecursively(other);
            }
        }
        FastStart start =
                new FastStart(others.stream().mapToInt(FastStart::number).max().orElse(0) + 1);
        Runtime.getRuntime().addShutdownHook(new Thread(start::clear));
        try {
            System.out.println("Unpacking " + jar.getFileName() + " into " + FastStart.FOLDER + "/");
            start.unpack(jar);
            System.out.println(
                    "Starting it for a moment, to see which classes a start needs: with data and settings of its own, and"
                            + " nobody to talk to");
            start.firstStart();
            start.finish(jar);
        } finally {
            start.clear();
        }
    }

    private static List<Path> others() throws IOException {
        try (Stream<Path> files = Files.list(FastStart.FOLDER)) {
            return files.filter(file -> !file.equals(LOCK) && !file.equals(FastStart.OPTIONS))
                    .toList();
        }
    }
}
