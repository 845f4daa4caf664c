package dev.aftertalk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the benchmark is asked for.
 *
 * @param contenders plain Camel first
 * @param threads whose CPU time is told apart
 * @param results the folder for what it finds
 * @param check a file of kept ratios; null for none
 * @param release to keep the ratios as; null not to
 */
record Options(
        List<Contender> contenders,
        String java,
        int repetitions,
        Plan plan,
        List<String> threads,
        Path results,
        Path check,
        String release) {

    static final String HELP =
            """
            Measures what Aftertalk costs beside plain Camel. Options:
              --jar NAME=PATH       a jar to measure; as often as you like (aftertalk=target/aftertalk.jar)
              --java PATH           the java to run all of them with (the one that runs this)
              --options NAME="..."  more options for that one's JVM; NAME may be plain-camel
              --repetitions N       (3)
              --quick               whether it all works; the figures are worth nothing
              --threads A,B         tell the CPU time of these threads apart: ledger-writer
              --results FOLDER      where speed.md, speed.svg and speed.json go (src/bench/results)
              --check FILE          fail when a cost has grown by more than a tenth since the last release in it
              --release NAME        keep the ratios as those of this release, in ratios.json beside the results
            With several jars, --check and --release are about the one named last.
            """;

    /** @throws IllegalArgumentException for what is no option, or would be of no effect */
    static Options of(String... arguments) {
        Arguments given = Arguments.of(arguments);
        boolean quick = given.flag("quick");
        String java = given.one("java", System.getProperty("java.home") + "/bin/java");
        String check = given.one("check", null);
        String release = given.one("release", null);
        if (quick && release != null) {
            throw new IllegalArgumentException("--quick measures nothing that --release could keep");
        }
        Options options = new Options(
                contenders(given.all("jar"), java, jvmOptions(given.all("options"))),
                java,
                Integer.parseInt(given.one("repetitions", quick ? "1" : "3")),
                quick ? Plan.quick() : Plan.whole(),
                names(given.one("threads", "")),
                Path.of(given.one("results", "src/bench/results")),
                check == null ? null : Path.of(check),
                release);
        given.allTaken();
        return options;
    }

    private static List<Contender> contenders(List<String> jars, String java, Map<String, List<String>> jvm) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new PlainCamelContender(java, take(jvm, PlainCamelContender.NAME)));
        for (String jar : jars.isEmpty() ? List.of("aftertalk=target/aftertalk.jar") : jars) {
            contenders.add(jar(jar, java, jvm));
        }
        if (contenders.stream().map(Contender::name).distinct().count() < contenders.size()) {
            throw new IllegalArgumentException("Each --jar needs a name of its own");
        }
        if (!jvm.isEmpty()) {
            throw new IllegalArgumentException("--options of none that is measured: " + jvm.keySet());
        }
        return List.copyOf(contenders);
    }

    /** @return what --check and --release are about */
    String last() {
        return contenders.get(contenders.size() - 1).name();
    }

    private static Contender jar(String text, String java, Map<String, List<String>> jvm) {
        String[] parts = pair("jar", text);
        Path jar = Path.of(parts[1]);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + ": ./mvnw package -DskipTests makes target/aftertalk.jar");
        }
        return new AftertalkContender(parts[0], jar, java, take(jvm, parts[0]));
    }

    private static Map<String, List<String>> jvmOptions(List<String> given) {
        Map<String, List<String>> options = new TreeMap<>();
        for (String text : given) {
            String[] parts = pair("options", text);
            options.computeIfAbsent(parts[0], any -> new ArrayList<>())
                    .addAll(List.of(parts[1].strip().split("\\s+")));
        }
        return options;
    }

    private static List<String> take(Map<String, List<String>> jvm, String name) {
        List<String> options = jvm.remove(name);
        return options == null ? List.of() : options;
    }

    private static List<String> names(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(","));
    }

    private static String[] pair(String option, String text) {
        String[] parts = text.split("=", 2);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new IllegalArgumentException("--" + option + " wants NAME=VALUE, not " + text);
        }
        return parts;
    }
}
