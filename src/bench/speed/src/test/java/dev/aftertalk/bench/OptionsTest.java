package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wish that is passed over without a word would be taken for what was measured. */
class OptionsTest {

    private static final Ports PORTS = new Ports(1, 2, 3);

    @TempDir
    Path folder;

    private String jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.createFile(folder.resolve("aftertalk.jar")).toString();
    }

    @Test
    void givesEachContenderItsOwnJvmOptions() {
        Options options = Options.of(
                "--jar=a=" + jar,
                "--jar",
                "b=" + jar,
                "--options",
                "b=-XX:TieredStopAtLevel=4 -Xss1m",
                "--options=plain-camel=-Xint");
        assertThat(options.contenders()).extracting(Contender::name).containsExactly("plain-camel", "a", "b");
        assertThat(options.contenders().get(0).command(PORTS)).contains("-Xint");
        assertThat(options.contenders().get(1).command(PORTS)).doesNotContain("-Xint", "-XX:TieredStopAtLevel=4");
        assertThat(options.contenders().get(2).command(PORTS))
                .containsSubsequence(
                        "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4", "-Xss1m", "-jar", jar);
        assertThat(options.last()).isEqualTo("b");
    }

    @Test
    void startsOneWithAnotherJavaAndFromWhatFastStartMade() {
        Options options = Options.of(
                "--jar=a=" + jar, "--jar=b=" + jar, "--java=/all/java", "--java=b=/own/java", "--fast-start=b");
        assertThat(options.contenders().get(0).command(PORTS)).startsWith("/all/java");
        assertThat(options.contenders().get(1).command(PORTS))
                .startsWith("/all/java")
                .contains("-jar");
        assertThat(options.contenders().get(2).command(PORTS))
                .startsWith("/own/java", "-Xmx256m", "@fast-start/options")
                .doesNotContain("-jar");
    }

    @Test
    void startsAftertalkAsTheReadmeSays() throws IOException {
        List<String> command = Options.of("--jar=a=" + jar).contenders().get(1).command(PORTS);
        String start = String.join(" ", command.subList(1, command.indexOf("-jar")));
        assertThat(Path.of("../../../README.md")).content().contains("`java " + start + " -jar aftertalk.jar`");
    }

    @Test
    void refusesWhatWouldBeOfNoEffect() {
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "--repetition=5")).hasMessageContaining("--repetition");
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "--options=b=-Xint"))
                .hasMessageContaining("b");
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "--fast-start=b")).hasMessageContaining("b");
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "quick")).hasMessageContaining("quick");
        assertThatThrownBy(() -> Options.of("--quick", "yes", "--jar=a=" + jar)).hasMessageContaining("--quick");
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "--jar=a=" + jar))
                .hasMessageContaining("name of its own");
    }

    @Test
    void keepsNothingThatWasMeasuredQuickly() {
        assertThatThrownBy(() -> Options.of("--jar=a=" + jar, "--quick", "--release=1"))
                .hasMessageContaining("--quick");
    }
}
