package dev.aftertalk.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The packages that the build has made, and the programs that look into them. */
final class Builds {

    private Builds() {}

    /** One of them; where it was not built, the test is left out. */
    static Path built(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Optional<Path> built = files.filter(
                            file -> file.getFileName().toString().matches(name))
                    .findFirst();
            assumeTrue(built.isPresent(), "needs ./mvnw -Prelease");
            return built.get();
        }
    }

    /** The files of {@code routes/}, by their paths. */
    static List<String> routes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    static boolean has(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    record Ended(int code, String printed) {}

    static Ended start(Object... command) throws Exception {
        Process process = new ProcessBuilder(
                        Arrays.stream(command).map(Object::toString).toList())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    /** What a command that succeeds prints. */
    static String run(Object... command) throws Exception {
        Ended ended = start(command);
        assertThat(ended.code()).as(ended.printed()).isZero();
        return ended.printed();
    }
}
