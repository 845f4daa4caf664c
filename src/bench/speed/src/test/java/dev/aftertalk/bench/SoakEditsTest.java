package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakEditsTest {

    private static final String TEXT =
            "- route:\n    id: thank-you-email\n    description: Thanks the visitor\n    from:\n      description: stays\n";

    @TempDir
    Path folder;

    private Path file;
    private SoakApi.RouteFile runs;
    private SoakEdits edits;

    @BeforeEach
    void makeFile() throws IOException {
        file = folder.resolve("routes/workflows/thank-you-email.camel.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, TEXT);
        edits = new SoakEdits(
                folder, end -> Optional.ofNullable(runs), Duration.ofSeconds(60), Duration.ofSeconds(200));
    }

    @Test
    void givesTheWorkflowAnotherDescriptionWhenItIsDue() throws IOException, InterruptedException {
        tick(29);
        assertThat(file).hasContent(TEXT);
        tick(30);
        assertThat(Files.readString(file))
                .isEqualTo(TEXT.replace("Thanks the visitor", "Thanks the visitor by e-mail, as edited 1 times"));
        assertThat(edits.count()).isEqualTo(1);
    }

    @Test
    void isDeployedOnceThatVersionRuns() throws IOException, InterruptedException {
        tick(60);
        runs = new SoakApi.RouteFile(LedgerFill.sha256(TEXT), "running", "[]");
        tick(61);
        assertThat(edits.millis()).isEmpty();
        runs = new SoakApi.RouteFile(LedgerFill.sha256(Files.readString(file)), "waiting", "[]");
        tick(62);
        assertThat(edits.millis()).isEmpty();
        runs = new SoakApi.RouteFile(LedgerFill.sha256(Files.readString(file)), "running", "[]");
        tick(63);
        assertThat(edits.millis()).hasSize(1);
        assertThat(edits.failures()).isEmpty();
    }

    @Test
    void savesNoOtherBeforeOneRuns() throws IOException, InterruptedException {
        tick(60);
        tick(120);
        assertThat(edits.count()).isEqualTo(1);
        assertThat(edits.failures()).containsExactly("Edit 1 was not deployed before the end");
    }

    @Test
    void savesNoneThatCouldNotRunBeforeTheEnd() throws IOException, InterruptedException {
        for (int seconds = 60; seconds <= 200; seconds++) {
            tick(seconds);
            runs = new SoakApi.RouteFile(LedgerFill.sha256(Files.readString(file)), "running", "[]");
        }
        assertThat(edits.count()).isEqualTo(2);
        assertThat(edits.millis()).hasSize(2);
    }

    private void tick(long seconds) throws IOException, InterruptedException {
        edits.tick(Duration.ofSeconds(seconds));
    }
}
