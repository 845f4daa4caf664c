package dev.aftertalk.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A jar of Aftertalk, started as the README says, with the files that belong to it. Only the router is another: a closed conversation starts
 * the mail alone, as it does in {@link PlainCamel}.
 *
 * @param fastStart whether {@code fast-start} is run before, and it is started from what that made
 */
record AftertalkContender(String name, Path jar, String java, List<String> options, boolean fastStart)
        implements Contender {

    private static final String WEBHOOK = "/webhooks/iadvize";

    /** The options below are in it. */
    private static final String FAST_START = "@fast-start/options";

    private static final List<String> AS_README_SAYS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=128m");

    @Override
    public String what() {
        return jar + ", SQLite: " + String.join(" ", jvm()) + (fastStart ? " " + FAST_START : "");
    }

    @Override
    public void prepare(Path folder) throws IOException, InterruptedException {
        Path source = source();
        copy(source.resolve("routes"), folder.resolve("routes"));
        Files.copy(source.resolve("application.properties"), folder.resolve("application.properties"));
        try (InputStream router = AftertalkContender.class.getResourceAsStream("/router.camel.yaml")) {
            Files.copy(router, folder.resolve("routes/router.camel.yaml"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (fastStart) {
            Children.run(
                    List.of(java, "-jar", jar.toAbsolutePath().toString(), "fast-start"),
                    folder,
                    folder.resolve("fast-start.log"));
        }
    }

    /** Of the build it comes from, or where it was put: an older jar needn't understand newer files. */
    private Path source() {
        Path folder = jar.toAbsolutePath().getParent();
        return Files.isDirectory(folder.resolve("routes")) ? folder : folder.getParent();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private List<String> jvm() {
        List<String> all = new ArrayList<>(fastStart ? List.of() : AS_README_SAYS);
        all.addAll(options);
        return Contender.jvm(java, all);
    }

    @Override
    public List<String> command(Ports ports) {
        List<String> command = jvm();
        command.addAll(
                fastStart
                        ? List.of(FAST_START)
                        : List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + ports.server(),
                "--iadvize.webhook.secrets=" + Events.SECRET,
                "--iadvize.rest.url=http://127.0.0.1:" + ports.http() + "/api/2",
                "--iadvize.rest.api-key=bench-key",
                "--mail.host=127.0.0.1",
                "--mail.port=" + ports.smtp(),
                "--mail.security=none",
                "--mail.from=shop@example.com"));
        return command;
    }

    @Override
    public Target target(boolean mail) {
        return new Target(WEBHOOK, mail ? Events.CLOSED : Events.UNKNOWN);
    }
}
