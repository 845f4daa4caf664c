package dev.aftertalk.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged jar, unpacked by its own {@code -Djarmode=tools extract}, with a class data archive of a first start: it starts with half of the
 * CPU time, which is most of what the tests that start servers take. Made once a build, by whichever test asks first.
 */
final class UnpackedJar {

    private static final Path JAR = Path.of("target/aftertalk.jar");
    private static final Path FOLDER = Path.of("target/unpacked").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("aftertalk.jsa");
    private static final Path MADE_OF = FOLDER.resolve("made-of");

    private UnpackedJar() {}

    /**
     * What runs it, for the end of a command.
     *
     * @param java the JVM with its options; it must be that of the command
     */
    static synchronized List<String> command(List<String> java) throws IOException {
        try (FileChannel file = FileChannel.open(
                Path.of("target/unpacked.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // two JVMs run tests at a time
            String made = Files.size(JAR) + " " + Files.getLastModifiedTime(JAR) + " " + java;
            if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(made)) {
                make(java);
                Files.writeString(MADE_OF, made);
            }
        }
        return List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-jar", unpacked());
    }

    private static void make(List<String> java) throws IOException {
        FileSystemUtils.deleteRecursively(FOLDER);
        try {
            int unpacked = new ProcessBuilder(
                            java.get(0), "-Djarmode=tools", "-jar", "" + JAR, "extract", "--destination", "" + FOLDER)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (unpacked != 0) {
                throw new IllegalStateException("The jar can't be unpacked");
            }
            firstStart(java);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void firstStart(List<String> java) throws IOException, InterruptedException {
        try (AftertalkProcess first = AftertalkProcess.of(
                java,
                List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-jar", unpacked()),
                Path.of(""),
                FOLDER.resolve("data"),
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET)) {
            first.start().terminate();
        }
    }

    private static String unpacked() {
        return FOLDER.resolve(JAR.getFileName()).toString();
    }
}
