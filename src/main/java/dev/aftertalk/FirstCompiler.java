package dev.aftertalk;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Keeps the JVM to the first of its just-in-time compilers, C1. The second, C2, makes faster code, but takes until some 72,000 mails have been
 * sent to save the CPU that making it has cost, and 70 MB of memory: too much for most, and whoever sends that many within days is told of it
 * (operating.md). Whoever says anything of compilation on the command line has it their way.
 */
final class FirstCompiler {

    /** The JVM's own language for this: JEP 165. */
    private static final String DIRECTIVE = "[{match: [\"*.*\"], c2: {Exclude: true}}]";

    /** How they begin, behind -XX: or alone, as in a file that -XX:Flags names. */
    private static final Pattern ABOUT_COMPILATION = Pattern.compile(
            "(-XX:)?([+-]TieredCompilation|[+-]UseJVMCI|Tier|Compil(ationMode|erDirectives|eCommand)).*|-X(int|comp)");

    private FirstCompiler() {}

    /** Asks for it on a thread of its own: the way to the JVM's commands takes a fifth of a second to open. */
    static void only() {
        if (isLeftToUs(ManagementFactory.getRuntimeMXBean().getInputArguments())) {
            Thread asks = new Thread(FirstCompiler::ask, "compiler");
            asks.setDaemon(true);
            asks.start();
        }
    }

    /** Whether the JVM's arguments say nothing of compilation. */
    static boolean isLeftToUs(List<String> arguments) {
        return arguments.stream()
                .noneMatch(argument -> ABOUT_COMPILATION.matcher(argument).matches());
    }

    /** Without it the server only takes more CPU at first, and more memory: where it can't be had, as in a JVM that is not OpenJDK's, nobody has to know. */
    static void ask() {
        try {
            Path file = Files.createTempFile("aftertalk-compiler", ".json");
            try {
                Files.writeString(file, DIRECTIVE);
                tell("compilerDirectivesAdd", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | RuntimeException e) {
            // as it was
        }
    }

    /** Gives the JVM one of the commands that jcmd gives it. */
    static Object tell(String command, String... arguments) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        arguments.length == 0 ? new Object[0] : new Object[] {arguments},
                        arguments.length == 0 ? new String[0] : new String[] {String[].class.getName()});
    }
}
