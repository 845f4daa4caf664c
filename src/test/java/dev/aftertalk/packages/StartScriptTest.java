package dev.aftertalk.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script of the packages, with a Java that only notes what it is asked for. */
@EnabledOnOs(OS.LINUX)
class StartScriptTest {

    private static final String JAVA =
            """
            #!/bin/sh
            if [ "$1" = -version ]; then
              cat "$JAVA_HOME/version" >&2
              exit
            fi
            echo "$*" >>calls
            if [ "$*" = "-jar aftertalk.jar fast-start" ]; then
              [ ! -e full ] || exit 1
              mkdir -p fast-start
              echo "-cp x" >fast-start/options
            fi
            """;

    private static final String MAKES = "-jar aftertalk.jar fast-start";
    private static final String STARTS = "@jvm.options @fast-start/options";

    @TempDir
    Path folder;

    private Path home;
    private Path java;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("the server's folder"));
        java = folder.resolve("java");
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("aftertalk.jar"), "jar");
        executable(home.resolve("aftertalk"), Files.readString(Path.of("src/package/aftertalk")));
        Files.createDirectories(java.resolve("bin"));
        executable(java.resolve("bin/java"), JAVA);
        Files.writeString(java.resolve("version"), "17");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Runs it, and returns what Java was asked for since the last time. */
    private List<String> run(String... arguments) throws Exception {
        return run(home.resolve("aftertalk"), arguments);
    }

    private List<String> run(Path script, String... arguments) throws Exception {
        Files.deleteIfExists(home.resolve("calls"));
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().remove("AFTERTALK_HOME");
        if (!script.startsWith(home)) {
            builder.environment().put("AFTERTALK_HOME", home.toString());
        }
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return Files.readAllLines(home.resolve("calls"));
    }

    @Test
    void makesTheFasterStartBeforeTheFirstStartAlone() throws Exception {
        assertThat(run("--server.port=8081")).containsExactly(MAKES, STARTS + " --server.port=8081");
        assertThat(run()).containsExactly(STARTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"home/aftertalk.jar", "home/lib/another.jar", "java/version", "home/fast-start/options"})
    void makesItAnewWhenWhatItWasMadeOfIsAnother(String file) throws Exception {
        run();
        Path changed = file.startsWith("home/") ? home.resolve(file.substring(5)) : folder.resolve(file);
        if (file.endsWith("options")) {
            Files.delete(changed);
        } else {
            Files.writeString(changed, "another");
        }
        assertThat(run()).containsExactly(MAKES, STARTS);
        assertThat(run()).containsExactly(STARTS);
    }

    @Test
    void startsWithoutItWhereItCantBeMade() throws Exception {
        Files.createFile(home.resolve("full"));
        assertThat(run("--server.port=8081"))
                .containsExactly(MAKES, "@jvm.options -jar aftertalk.jar --server.port=8081");
        Files.delete(home.resolve("full"));
        assertThat(run()).containsExactly(MAKES, STARTS);
    }

    @Test
    void makesItWhenItIsToldTo() throws Exception {
        assertThat(run("fast-start")).containsExactly(MAKES);
        assertThat(run()).containsExactly(STARTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"verify", "check --json", "--help", "-h", "backup /backups/aftertalk.db --aftertalk.data-dir=x"})
    void runsCommandsByTheJar(String command) throws Exception {
        assertThat(run(command.split(" "))).containsExactly("-jar aftertalk.jar " + command);
    }

    /** The image of a container has what was unpacked of the jar, and can't be written. */
    @Test
    void doesWithoutTheJarWhereTheFasterStartIsMade() throws Exception {
        run("fast-start");
        Files.delete(home.resolve("aftertalk.jar"));
        Files.delete(home.resolve("fast-start/origin"));
        assertThat(run("--server.port=8081")).containsExactly(STARTS + " --server.port=8081");
        assertThat(run("verify", "--json")).containsExactly("@fast-start/options verify --json");
    }

    @Test
    void worksInItsOwnFolderOrInTheOneItIsTold() throws Exception {
        assertThat(run(Files.createSymbolicLink(home.resolve("link"), Path.of("aftertalk"))))
                .endsWith(STARTS);
        Path elsewhere = folder.resolve("aftertalk");
        executable(elsewhere, Files.readString(Path.of("src/package/aftertalk")));
        assertThat(run(elsewhere)).containsExactly(STARTS);
    }
}
