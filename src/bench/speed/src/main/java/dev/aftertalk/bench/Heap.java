package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is left in a JVM's heap after a full collection, by the JDK's jcmd. */
final class Heap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    private final String jcmd;

    /** @param java the program that runs the JVM */
    Heap(String java) {
        Path beside = Path.of(java).resolveSibling("jcmd");
        jcmd = Files.isExecutable(beside) ? beside.toString() : "jcmd";
    }

    /**
     * Has it collect all garbage and count the rest while it stands still: so what it makes after that is not in it.
     *
     * @return MiB; NaN where there is no jcmd, or it says nothing that is understood
     */
    double afterCollection(long pid) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(jcmd, "" + pid, "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            return used(said);
        } catch (IOException e) {
            return Double.NaN; // no JDK here
        }
    }

    /** @param histogram as GC.class_histogram has it, of whichever collector */
    static double used(String histogram) {
        Matcher total = TOTAL.matcher(histogram);
        return total.find() ? Double.parseDouble(total.group(1)) / (1 << 20) : Double.NaN;
    }
}
