package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessTreeTest {

    private static final String WORK = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

    @Test
    void countsChildrenThatRunAndThatHaveEnded(@TempDir Path folder) throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        "sh", "-c", "sh -c '" + WORK + "'; echo ended; (" + WORK + "; echo worked; read x); read x")
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(parent.getInputStream()))) {
            ProcessTree tree = new ProcessTree(parent.pid(), new Syncs(folder));
            assertThat(said.readLine()).isEqualTo("ended");
            double ofEnded = tree.cpuSeconds();
            assertThat(ofEnded).isGreaterThan(2 * Proc.cpuSeconds(parent.pid())).isGreaterThan(0.05);
            assertThat(said.readLine()).isEqualTo("worked");
            assertThat(tree.cpuSeconds()).isGreaterThan(1.5 * ofEnded);
        } finally {
            parent.descendants().forEach(ProcessHandle::destroy);
            parent.destroyForcibly().waitFor();
        }
    }
}
