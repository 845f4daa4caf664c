package dev.aftertalk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is asked for of how costs grow.
 *
 * @param history events that are in the ledger already, one a measurement
 * @param deletes the same, where a tenth of them is old enough to be deleted
 * @param nodes servers on one PostgreSQL
 * @param backlog runs of a paused workflow that are due
 * @param workflows how many there are
 * @param quiet how long to wait at most until the machine does nothing else
 * @param add whether to keep what there is of other factors and sizes
 * @param folder where the ledgers are made
 * @param results the folder for what it finds
 */
record GrowthOptions(
        Path jar,
        String java,
        List<Factor> factors,
        List<Long> history,
        List<Long> deletes,
        List<Long> nodes,
        List<Long> backlog,
        List<Long> workflows,
        int repetitions,
        Plan plan,
        Duration quiet,
        boolean add,
        Path folder,
        Path results) {

    /** Full load and 100 events a second are enough: the other rates are between them. */
    private static final List<Integer> RATES = List.of(100);

    /** So that one pause of the disk is not what 99 % of all acknowledgements are about. */
    private static final Duration AT_RATE = Duration.ofSeconds(30);

    static final String HELP =
            """
            Measures how what an event costs grows, by one factor at a time. Options:
              --factors A,B         of history, deletes, postgres, nodes, backlog, workflows (all of them)
              --history N,N         events that are in the ledger already (0,1000000,10000000)
              --deletes N,N         the same, where a tenth of them is old enough to be deleted (1000000)
              --nodes N,N           servers on one PostgreSQL (1,2)
              --backlog N,N         due runs of another workflow, which is paused (0,1000000)
              --workflows N,N       workflows; nobody starts those beyond the first (1,20,100)
              --repetitions N       (3)
              --quick               whether it all works; the figures are worth nothing
              --quiet SECONDS       how long to wait at most, before each phase, until the machine does nothing else (45)
              --jar PATH            (target/aftertalk.jar)
              --java PATH           the java to run it with (the one that runs this)
              --add                 keep what growth.json has of other factors and sizes
              --folder FOLDER       where the ledgers are made, on a disk: 2 GB for each million of events (/var/tmp)
              --results FOLDER      where growth.md and growth.json go (src/bench/results)
            """;

    /** What grows. */
    enum Factor {
        HISTORY("Events in the ledger"),
        DELETES("Events in the ledger, of which the oldest tenth is deleted"),
        POSTGRES("The database"),
        NODES("Nodes on one PostgreSQL"),
        BACKLOG("Runs that are due, of another workflow, which is paused"),
        WORKFLOWS("Workflows");

        private final String title;

        Factor(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** As it is called in options and results. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Factor of(String text) {
            return Stream.of(values())
                    .filter(factor -> factor.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--factors knows no " + text));
        }
    }

    /** @throws IllegalArgumentException for what is no option, or would be of no effect */
    static GrowthOptions of(String... arguments) {
        Arguments given = Arguments.of(arguments);
        boolean quick = given.flag("quick");
        GrowthOptions options = new GrowthOptions(
                jar(given.one("jar", "target/aftertalk.jar")),
                given.one("java", System.getProperty("java.home") + "/bin/java"),
                factors(given.one("factors", "")),
                sizes(given, "history", quick ? "0,10000" : "0,1000000,10000000", 0),
                sizes(given, "deletes", quick ? "20000" : "1000000", 1),
                sizes(given, "nodes", "1,2", 1),
                sizes(given, "backlog", quick ? "0,10000" : "0,1000000", 0),
                sizes(given, "workflows", quick ? "1,5" : "1,20,100", 1),
                Integer.parseInt(given.one("repetitions", quick ? "1" : "3")),
                quick
                        ? Plan.quick().atRates(RATES, Plan.quick().atRate())
                        : Plan.whole().atRates(RATES, AT_RATE),
                Duration.ofSeconds(Integer.parseInt(given.one("quiet", quick ? "0" : "45"))),
                given.flag("add"),
                Path.of(given.one("folder", "/var/tmp")),
                Path.of(given.one("results", "src/bench/results")));
        given.allTaken();
        return options;
    }

    private static List<Factor> factors(String text) {
        return text.isEmpty()
                ? List.of(Factor.values())
                : Stream.of(text.split(",")).map(Factor::of).toList();
    }

    private static List<Long> sizes(Arguments given, String name, String otherwise, long least) {
        List<Long> sizes = new ArrayList<>();
        for (String size : given.one(name, otherwise).split(",")) {
            long number = Long.parseLong(size);
            if (number < least || !sizes.isEmpty() && number <= sizes.get(sizes.size() - 1)) {
                throw new IllegalArgumentException(
                        "--" + name + " wants numbers of at least " + least + ", the smallest first: not " + size);
            }
            sizes.add(number);
        }
        return List.copyOf(sizes);
    }

    private static Path jar(String text) {
        Path jar = Path.of(text);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + ": ./mvnw package -DskipTests makes target/aftertalk.jar");
        }
        return jar;
    }
}
