package dev.aftertalk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
              --java NAME=PATH      another for that one; NAME may be plain-camel
              --fast-start NAME     run fast-start before that one, and start from what it made
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
        List<String> javas = given.all("java");
        String java = javas.stream()
                .filter(each -> !each.contains("="))
                .reduce((first, last) -> last)
                .orElse(System.getProperty("java.home") + "/bin/java");
        Wishes wishes = new Wishes(
                java,
                byName("java", javas.stream().filter(each -> each.contains("=")).toList()),
                byName("options", given.all("options")),
                new TreeSet<>(given.all("fast-start")));
        String check = given.one("check", null);
        String release = given.one("release", null);
        if (quick && release != null) {
            throw new IllegalArgumentException("--quick measures nothing that --release could keep");
        }
        Options options = new Options(
                contenders(given.all("jar"), wishes),
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

    private static List<Contender> contenders(List<String> jars, Wishes wishes) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new PlainCamelContender(
                wishes.java(PlainCamelContender.NAME), wishes.options(PlainCamelContender.NAME)));
        for (String jar : jars.isEmpty() ? List.of("aftertalk=target/aftertalk.jar") : jars) {
            contenders.add(jar(jar, wishes));
        }
        if (contenders.stream().map(Contender::name).distinct().count() < contenders.size()) {
            throw new IllegalArgumentException("Each --jar needs a name of its own");
        }
        wishes.allTaken();
        return List.copyOf(contenders);
    }

    /** @return what --check and --release are about */
    String last() {
        return contenders.get(contenders.size() - 1).name();
    }

    private static Contender jar(String text, Wishes wishes) {
        String[] parts = pair("jar", text);
        Path jar = Path.of(parts[1]);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + ": ./mvnw package -DskipTests makes target/aftertalk.jar");
        }
        String name = parts[0];
        return new AftertalkContender(name, jar, wishes.java(name), wishes.options(name), wishes.fastStart(name));
    }

    private static Map<String, String> byName(String option, List<String> given) {
        Map<String, String> values = new TreeMap<>();
        for (String text : given) {
            String[] parts = pair(option, text);
            values.merge(parts[0], parts[1], (first, second) -> first + " " + second);
        }
        return values;
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

    /**
     * What is wished for single contenders, by name, until it is taken.
     *
     * @param java of all others
     */
    private record Wishes(String java, Map<String, String> javas, Map<String, String> options, Set<String> fastStart) {

        String java(String name) {
            String own = javas.remove(name);
            return own == null ? java : own;
        }

        List<String> options(String name) {
            String own = options.remove(name);
            return own == null ? List.of() : List.of(own.strip().split("\\s+"));
        }

        boolean fastStart(String name) {
            return fastStart.remove(name);
        }

        /** @throws IllegalArgumentException when something is wished for none that is measured */
        void allTaken() {
            Set<String> left = new TreeSet<>(fastStart);
            left.addAll(javas.keySet());
            left.addAll(options.keySet());
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        "--java, --options or --fast-start of none that is measured: " + left);
            }
        }
    }
}
