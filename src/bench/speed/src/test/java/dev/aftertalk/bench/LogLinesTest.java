package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {

    private static final String ERROR =
            "2026-11-30T15:00:00.000Z ERROR 12 --- [aftertalk] [main] d.a.ledger.LedgerWriter : The ledger can't be written";
    private static final String WARNING = ERROR.replace("ERROR", " WARN");
    private static final String INFO = ERROR.replace("ERROR", " INFO") + " ERROR ";

    @TempDir
    Path folder;

    private Path log;
    private LogLines lines;

    @BeforeEach
    void makeLog() throws IOException {
        log = Files.writeString(folder.resolve("server.log"), ERROR + "\n");
        lines = new LogLines(log);
    }

    @Test
    void tellsErrorsFromWarningsAndTheRest() throws IOException {
        add(WARNING + "\n" + INFO + "\n\tat dev.aftertalk.X(X.java:1)\n" + WARNING + "\n");
        lines.read();
        assertThat(lines.errors()).isEqualTo(1);
        assertThat(lines.warnings()).isEqualTo(2);
        assertThat(lines.firstErrors()).containsExactly(ERROR);
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        lines.read();
        add(ERROR.substring(0, 27));
        lines.read();
        add(ERROR.substring(27) + "\n");
        lines.read();
        assertThat(lines.errors()).isEqualTo(2);
        assertThat(lines.firstErrors()).containsExactly(ERROR, ERROR);
    }

    @Test
    void leavesOutWhatWasThereBefore() throws IOException {
        lines.skip();
        add(ERROR + "\n");
        lines.read();
        assertThat(lines.errors()).isEqualTo(1);
    }

    private void add(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
