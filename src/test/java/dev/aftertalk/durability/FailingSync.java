package dev.aftertalk.durability;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** While it is open, no file of a process can be synced to its disk: fsync and fdatasync answer EIO. Made by strace, which attaches to the process. */
final class FailingSync implements AutoCloseable {

    private final Process strace;

    private FailingSync(Process strace) {
        this.strace = strace;
    }

    /** Begins; empty where there is no strace, or where it may not attach. */
    static Optional<FailingSync> of(long pid, Path said) throws IOException {
        Process strace;
        try {
            strace = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-e",
                            "trace=fsync,fdatasync",
                            "-e",
                            "inject=fsync,fdatasync:error=EIO",
                            "-p",
                            String.valueOf(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !strace.isAlive() || Files.readString(said).contains(" attached"));
        return strace.isAlive() ? Optional.of(new FailingSync(strace)) : Optional.empty();
    }

    /** How often it answered EIO so far. */
    static long failures(Path said) throws IOException {
        try (var lines = Files.lines(said)) {
            return lines.filter(line -> line.contains("(INJECTED)")).count();
        }
    }

    /** Ends it, and returns once the process is let go. */
    @Override
    public void close() throws InterruptedException {
        strace.destroy();
        if (!strace.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("strace does not end");
        }
    }
}
