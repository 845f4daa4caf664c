package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.bench.GrowthOptions.Factor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthOptionsTest {

    @TempDir
    Path folder;

    private String jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.createFile(folder.resolve("aftertalk.jar")).toString();
    }

    @Test
    void measuresAllFactorsAtTwoLoads() {
        GrowthOptions options = GrowthOptions.of("--jar", jar);
        assertThat(options.factors()).containsExactly(Factor.values());
        assertThat(options.history()).containsExactly(0L, 1_000_000L, 10_000_000L);
        assertThat(options.repetitions()).isEqualTo(3);
        assertThat(options.plan().rates()).containsExactly(100);
    }

    @Test
    void takesWhatIsAskedFor() {
        GrowthOptions options = GrowthOptions.of(
                "--jar", jar, "--factors=workflows,history", "--history", "0,5", "--workflows=1,7", "--quick");
        assertThat(options.factors()).containsExactly(Factor.WORKFLOWS, Factor.HISTORY);
        assertThat(options.history()).containsExactly(0L, 5L);
        assertThat(options.workflows()).isEqualTo(List.of(1L, 7L));
        assertThat(options.repetitions()).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotMeasure() {
        refuses("weather", "--factors=history,weather");
        refuses("--workflows", "--workflows=0,5");
        refuses("--nodes", "--nodes=0");
        refuses("the smallest first", "--history=5,0");
        refuses("--backlogs", "--backlogs=5");
    }

    private void refuses(String because, String option) {
        assertThatThrownBy(() -> GrowthOptions.of("--jar", jar, option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }
}
