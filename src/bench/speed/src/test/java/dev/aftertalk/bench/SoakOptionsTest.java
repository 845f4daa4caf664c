package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakOptionsTest {

    @TempDir
    Path folder;

    private String jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.createFile(folder.resolve("aftertalk.jar")).toString();
    }

    @Test
    void takesTwoHoursAndAnHourWithKills() {
        SoakOptions options = of();
        assertThat(options.steady()).isEqualTo(Duration.ofHours(2));
        assertThat(options.killing()).isEqualTo(Duration.ofHours(1));
        assertThat(options.rate()).isEqualTo(50);
        assertThat(options.edits()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.outageEvery()).isEqualTo(Duration.ofMinutes(20));
        assertThat(options.killEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.warmUp()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.results()).isEqualTo(Path.of("src/bench/results"));
    }

    @Test
    void takesDays() {
        SoakOptions options =
                of("--minutes", "3d", "--kill-minutes=36h", "--edits=0s", "--outage-every=2h", "--outage-for=90s");
        assertThat(options.steady()).isEqualTo(Duration.ofDays(3));
        assertThat(options.killing()).isEqualTo(Duration.ofHours(36));
        assertThat(options.edits()).isZero();
        assertThat(options.outageEvery()).isEqualTo(Duration.ofHours(2));
        assertThat(options.outageFor()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void takesANumberAloneForMinutesWhereThatIsTheName() {
        assertThat(of("--minutes=30").steady()).isEqualTo(Duration.ofMinutes(30));
        refuses("--edits wants a time", "--edits=30");
    }

    @Test
    void writesNothingWhenItIsQuickUnlessItIsToldWhere() {
        assertThat(of("--quick").results()).isNull();
        assertThat(of("--quick", "--results=found").results()).isEqualTo(Path.of("found"));
    }

    @Test
    void refusesWhatItCannotDo() {
        refuses("--minutes wants a time", "--minutes=two");
        refuses("--rate", "--rate=0");
        refuses("--outage-for", "--outage-every=1m", "--outage-for=60s");
        refuses("--warm-up", "--minutes=10", "--warm-up=10m");
        refuses("Nothing is left", "--minutes=0", "--kill-minutes=0");
        refuses("--kill-every", "--kill-every=0s");
        refuses("--hours", "--hours=5");
    }

    private SoakOptions of(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--jar=" + jar);
        return SoakOptions.of(all.toArray(String[]::new));
    }

    private void refuses(String because, String... options) {
        assertThatThrownBy(() -> of(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }
}
