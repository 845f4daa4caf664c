package dev.aftertalk.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failures of the file system itself, whose messages are often the path alone. */
class FileFaultTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() throws IOException {
        file = Files.createFile(folder.resolve("a"));
    }

    private static String words(ThrowingCallable work) {
        return FileFault.words(catchThrowableOfType(IOException.class, work));
    }

    @Test
    void saysWhatIsNotThere() {
        Path none = folder.resolve("none");
        assertThat(words(() -> Files.newInputStream(none))).isEqualTo("there is no " + none);
        assertThat(words(() -> Files.createFile(none.resolve("b"))))
                .isEqualTo("there is no folder " + none + "; make it");
        assertThat(words(() -> Files.move(none, file))).isEqualTo("there is no " + none);
        assertThat(words(() -> Files.move(file, none.resolve("b"))))
                .isEqualTo("there is no folder " + none + "; make it");
    }

    @Test
    void saysWhatIsInTheWay() {
        assertThat(words(() -> Files.createDirectories(file)))
                .isEqualTo(file + " can't be written: a file of that name is there");
        assertThat(words(() -> Files.delete(folder))).isEqualTo("the folder " + folder + " is not empty");
        assertThat(words(() -> Files.newDirectoryStream(file))).isEqualTo(file + " is no folder");
        assertThat(words(() -> Files.createFile(file.resolve("b")))).isEqualTo(file.resolve("b") + ": Not a directory");
    }

    /** Root may do all, so these are made by hand. */
    @Test
    void saysWhoMayNot() {
        String user = "the user " + System.getProperty("user.name") + " may not ";
        assertThat(FileFault.words(new AccessDeniedException(file.toString())))
                .isEqualTo(user + "use " + file + "; change its owner or its rights");
        assertThat(FileFault.words(
                        new AccessDeniedException(folder.resolve("new").toString())))
                .isEqualTo(user + "write in " + folder + "; change its owner or its rights");
    }

    @Test
    void leavesOutTheFileWhereItHasBeenNamed() {
        FileSystemException full = new FileSystemException("/a/.b", null, "No space left on device");
        assertThat(FileFault.words(full)).isEqualTo("/a/.b: No space left on device");
        assertThat(FileFault.reason(full)).isEqualTo("No space left on device");
        assertThat(FileFault.reason(new AccessDeniedException(file.toString()))).contains(" may not use " + file);
    }

    @Test
    void leavesOtherFailuresTheirWords() {
        assertThat(FileFault.words(new UncheckedIOException(new IOException("cut off"))))
                .isEqualTo("cut off");
        assertThat(FileFault.words(new EOFException())).isEqualTo("java.io.EOFException");
        assertThat(FileFault.words(new FileSystemException("/a"))).isEqualTo("/a can't be read or written");
        assertThat(FileFault.words(new IllegalStateException("no"))).isEqualTo("java.lang.IllegalStateException: no");
    }

    /** As what does not read by {@code java.nio} says it, such as Spring for application.yaml. */
    @Test
    void takesTheFileFromAStreamsWords() {
        assertThat(words(() -> new FileInputStream(folder.toFile()).close()))
                .isEqualTo(folder + " is a folder and has to be a file");
        assertThat(FileFault.within(new IllegalStateException(new FileNotFoundException(file + " (Broken)"))))
                .contains(file + " (Broken)");
        assertThat(FileFault.within(new FileNotFoundException("class path resource [a] does not exist")))
                .isEmpty();
        assertThat(FileFault.within(new IOException("cut off"))).isEmpty();
        assertThat(new FileFaultAnalyzer().analyze(new IllegalStateException("no file")))
                .isNull();
    }

    @Test
    void isToldInsteadOfAStackTraceWhenAStartFailsAtIt() {
        Throwable cause = catchThrowableOfType(IOException.class, () -> Files.createDirectories(file));
        FailureAnalysis told = new FileFaultAnalyzer()
                .analyze(new IllegalStateException("A bean", new UncheckedIOException((IOException) cause)));
        assertThat(told.getDescription())
                .isEqualTo("Aftertalk can't start: " + file + " can't be written: a file of that name is there.");
        assertThat(told.getAction()).isEqualTo("Put that right and start Aftertalk again.");
    }
}
