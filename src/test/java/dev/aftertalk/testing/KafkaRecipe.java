package dev.aftertalk.testing;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.springboot.KafkaComponentAutoConfiguration;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Does what {@code src/docs/extending/kafka.md} says, to the letter; only the jars come from this machine. */
public final class KafkaRecipe {

    private static final Path PAGE = Path.of("src/docs/extending/kafka.md");
    private static final Path FILES = Path.of("src/docs/extending/kafka");
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAR = Pattern.compile("curl -fO (https://repo1\\.maven\\.org/maven2/\\S+\\.jar)");

    private KafkaRecipe() {}

    /** Makes the folder that a server would run in, and returns it. */
    public static Path follow(Path home) throws Exception {
        copy(Path.of("routes"), home.resolve("routes"));
        Files.copy(Path.of("application.properties"), home.resolve("application.properties"));
        copy(FILES, home.resolve("kafka"));
        String page = Files.readString(PAGE);
        List<String> commands =
                COMMANDS.matcher(page).results().map(found -> found.group(1)).toList();
        run(home, commands.get(0));
        lib(home, JAR.matcher(commands.get(1)).results().toList());
        return home;
    }

    private static void run(Path home, String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-ec", commands)
                .directory(home.toFile())
                .inheritIO()
                .start();
        if (shell.waitFor() != 0) {
            throw new IllegalStateException("What the page says fails: " + commands);
        }
    }

    /** The jars that the page names must be those of this build. */
    private static void lib(Path home, List<MatchResult> named) throws Exception {
        Path lib = Files.createDirectory(home.resolve("lib"));
        List<Path> ours = List.of(
                jarOf(KafkaComponent.class), jarOf(KafkaComponentAutoConfiguration.class), jarOf(KafkaProducer.class));
        for (MatchResult one : named) {
            String path = one.group(1).replaceFirst(".*/maven2/", "");
            Path jar = ours.stream()
                    .filter(file -> file.endsWith(path))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(path + " is not what this build uses: " + ours));
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
