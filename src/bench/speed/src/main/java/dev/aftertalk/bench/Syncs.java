package dev.aftertalk.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a process, and those it starts, waits for the disk (fsync and fdatasync). They count that themselves, by a library in place of the
 * C library's two functions: a tracer would slow them down many times, and the kernel tells its own counts to root alone.
 */
final class Syncs {

    private static final Optional<Path> LIBRARY = library();
    private static final int PROCESSES = 0;
    private static final int CALLS = Long.BYTES;

    private final Path library;
    private final Path counts;

    /** @param folder of the process that is to be started: where the library and its counts are put, for whichever user that runs as */
    Syncs(Path folder) throws IOException {
        library = folder.toAbsolutePath().resolve("syncs.so");
        counts = folder.toAbsolutePath().resolve("syncs");
        if (LIBRARY.isPresent()) {
            Files.copy(LIBRARY.get(), library, StandardCopyOption.REPLACE_EXISTING);
            Files.write(counts, new byte[2 * Long.BYTES]);
            Files.setPosixFilePermissions(counts, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    /** @return how to start a process so that it is counted; the same command where that can't be */
    List<String> counted(List<String> command) {
        if (LIBRARY.isEmpty()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library, "SYNCS=" + counts));
        all.addAll(command);
        return all;
    }

    /** @return how many there were since the start; NaN where nobody counts them, such as a process that could not load the library */
    double count() {
        if (LIBRARY.isEmpty()) {
            return Double.NaN;
        }
        try {
            ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(counts)).order(ByteOrder.nativeOrder());
            return numbers.getLong(PROCESSES) == 0 ? Double.NaN : numbers.getLong(CALLS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the library, made by the C compiler of this machine; empty when it has none that can */
    private static Optional<Path> library() {
        String said;
        try (InputStream source = Syncs.class.getResourceAsStream("/syncs.c")) {
            Path folder = Children.folder();
            Path library = folder.resolve("syncs.so");
            Files.copy(source, folder.resolve("syncs.c"));
            Process compiler = new ProcessBuilder("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), "syncs.c")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.onExit().join().exitValue() == 0) {
                return Optional.of(library);
            }
        } catch (IOException e) {
            said = e.getMessage();
        }
        SpeedBenchmark.say(
                "syncs aren't counted: the C compiler that would make what counts them says: " + said.strip());
        return Optional.empty();
    }
}
