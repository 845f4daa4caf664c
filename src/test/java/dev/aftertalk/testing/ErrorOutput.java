package dev.aftertalk.testing;

import java.util.stream.Collectors;
import org.springframework.boot.test.system.CapturedOutput;

/** What a command has written to its error output. */
public final class ErrorOutput {

    private ErrorOutput() {}

    /**
     * Without the lines of Logback's own: a command sets logging up anew, and threads that earlier tests have left in the same JVM, such as those of
     * a pool of connections, may log in that moment.
     */
    public static String of(CapturedOutput output) {
        return output.getErr()
                .lines()
                .filter(line -> !line.contains("No appenders present in context"))
                .collect(Collectors.joining("\n"));
    }
}
