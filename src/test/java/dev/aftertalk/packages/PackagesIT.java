package dev.aftertalk.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build has put into the packages. That they work was tried by hand, as {@code src/docs/installing.md} says. */
class PackagesIT {

    private static final Path ROUTES = Path.of("routes");

    @TempDir
    Path folder;

    private static Path built(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Optional<Path> built = files.filter(
                            file -> file.getFileName().toString().matches("aftertalk[-_]\\d.*" + ending))
                    .findFirst();
            assumeTrue(built.isPresent(), "needs ./mvnw -Prelease");
            return built.get();
        }
    }

    private record Ended(int code, String printed) {}

    private static Ended start(Object... command) throws Exception {
        Process process = new ProcessBuilder(
                        Arrays.stream(command).map(Object::toString).toList())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    /** What a command that succeeds prints. */
    private static String run(Object... command) throws Exception {
        Ended ended = start(command);
        assertThat(ended.code()).as(ended.printed()).isZero();
        return ended.printed();
    }

    private static boolean has(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    private static List<String> routes() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @Test
    void theArchiveIsAServersFolder() throws Exception {
        assumeTrue(has("tar"), "needs tar");
        run("tar", "xzf", built("\\.tar\\.gz"), "-C", folder, "--strip-components=1");
        assertThat(folder.resolve("aftertalk.jar")).hasSize(Files.size(Path.of("target/aftertalk.jar")));
        assertThat(folder.resolve("lib")).isEmptyDirectory();
        assertThat(folder.resolve("optional/aftertalk-mcp.jar")).exists();
        assertThat(folder.resolve("jvm.options")).exists();
        assertThat(routes()).isNotEmpty().allSatisfy(file -> assertThat(folder.resolve(file))
                .hasSameBinaryContentAs(Path.of(file)));
        // What it would hold soon is secret.
        assertThat(run("stat", "-c", "%a", folder.resolve("application.properties")))
                .isEqualTo("600\n");
        assertThat(run(folder.resolve("aftertalk"), "--help")).contains("java -jar aftertalk.jar check");
    }

    @Test
    void theDebianPackageLeavesWhatIsEditedAndShowsNobodyTheSecrets() throws Exception {
        assumeTrue(has("dpkg-deb"), "needs dpkg");
        Path deb = built("\\.deb");
        run("dpkg-deb", "--control", deb, folder);
        List<String> edited =
                new ArrayList<>(List.of("/etc/aftertalk/application.properties", "/etc/aftertalk/jvm.options"));
        routes().forEach(file -> edited.add("/etc/aftertalk/" + file));
        assertThat(folder.resolve("conffiles")).content().satisfies(text -> assertThat(text.lines())
                .containsExactlyInAnyOrderElementsOf(edited));
        assertThat(run("dpkg-deb", "--contents", deb))
                .containsPattern("-rw-r----- root/root .* \\./etc/aftertalk/application\\.properties\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/bin/aftertalk\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/share/aftertalk/aftertalk\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/share/aftertalk/backup\n")
                .containsPattern("-rw-r--r-- root/root .* \\./lib/systemd/system/aftertalk-backup\\.timer\n")
                .doesNotContain("/var/");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            assertThat(folder.resolve(script)).isExecutable();
            run("sh", "-n", folder.resolve(script));
        }
    }

    @Test
    void systemdUnderstandsTheUnitsAndFindsThemConfined() throws Exception {
        assumeTrue(has("dpkg-deb") && has("systemd-analyze"), "needs dpkg and systemd");
        run("dpkg-deb", "--extract", built("\\.deb"), folder);
        Path units = folder.resolve("lib/systemd/system");
        Path server = units.resolve("aftertalk.service");
        Path backup = units.resolve("aftertalk-backup.service");
        // It fails, since what the units start is not installed; a line about a file begins with its path.
        assertThat(start("systemd-analyze", "verify", server, backup, units.resolve("aftertalk-backup.timer"))
                        .printed())
                .doesNotContain(units + "/");
        run("systemd-analyze", "security", "--offline=true", "--threshold=20", server, backup);
    }
}
