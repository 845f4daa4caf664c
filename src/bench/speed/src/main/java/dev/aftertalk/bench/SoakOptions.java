package dev.aftertalk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked for of a soak.
 *
 * @param rate events a second
 * @param steady how long the first phase takes; zero to leave it out
 * @param edits how long between two edits; zero for none
 * @param outageEvery how long between the beginnings of two outages of the mail server; zero for none
 * @param outageFor how long each takes
 * @param killing how long the second phase takes; zero to leave it out
 * @param killEvery how long between two kills
 * @param sampleEvery how long between two samples
 * @param samplesPerHeap of how many samples one has the heap after a full collection
 * @param warmUp what is measured before is not fitted
 * @param folder where the ledger is made
 * @param results the folder for what it finds; null to write nothing
 */
record SoakOptions(
        Path jar,
        String java,
        boolean postgres,
        int rate,
        Duration steady,
        Duration edits,
        Duration outageEvery,
        Duration outageFor,
        Duration killing,
        Duration killEvery,
        Duration sampleEvery,
        int samplesPerHeap,
        Duration warmUp,
        Path folder,
        Path results) {

    private static final Pattern TIME = Pattern.compile("(\\d+)([smhd]?)");

    static final String HELP =
            """
            Has a server work for hours or days: with edits and a failing mail server, then with kills. Times are 90s, 20m, 2h or 3d. Options:
              --minutes TIME        how long with edits and outages; a number alone is minutes, 0 leaves it out (120)
              --rate N              events a second, each with a mail (50)
              --edits TIME          between two edits of a workflow; 0s for none (60s)
              --outage-every TIME   between two outages of the mail server; 0s for none (20m)
              --outage-for TIME     how long each takes (1m)
              --kill-minutes TIME   how long with kills after that; a number alone is minutes, 0 leaves it out (60)
              --kill-every TIME     between two kills -9 (10m)
              --sample-every TIME   between two samples (1m)
              --warm-up TIME        what is not fitted (a twelfth of --minutes)
              --postgres            on a PostgreSQL of its own, not on SQLite
              --quick               whether it all works, in four minutes; the figures are worth nothing
              --jar PATH            (target/aftertalk.jar)
              --java PATH           the java to run it with (the one that runs this)
              --folder FOLDER       where the ledger is made, on a disk: 10 GB a day at 50/s (/var/tmp)
              --results FOLDER      where soak.md and soak.json go (src/bench/results; with --quick nowhere)
            """;

    /** @throws IllegalArgumentException for what is no option, or would be of no effect */
    static SoakOptions of(String... arguments) {
        Arguments given = Arguments.of(arguments);
        boolean quick = given.flag("quick");
        Duration steady = minutes(given, "minutes", quick ? "110s" : "120");
        String results = given.one("results", quick ? null : "src/bench/results");
        SoakOptions options = new SoakOptions(
                Path.of(given.one("jar", "target/aftertalk.jar")),
                given.one("java", System.getProperty("java.home") + "/bin/java"),
                given.flag("postgres"),
                Integer.parseInt(given.one("rate", "50")),
                steady,
                time(given, "edits", quick ? "10s" : "60s"),
                time(given, "outage-every", quick ? "60s" : "20m"),
                time(given, "outage-for", quick ? "5s" : "1m"),
                minutes(given, "kill-minutes", quick ? "60s" : "60"),
                time(given, "kill-every", quick ? "30s" : "10m"),
                time(given, "sample-every", quick ? "5s" : "1m"),
                quick ? 1 : 5,
                time(given, "warm-up", quick ? "20s" : steady.toSeconds() / 12 + "s"),
                Path.of(given.one("folder", "/var/tmp")),
                results == null ? null : Path.of(results));
        given.allTaken();
        options.check();
        return options;
    }

    private void check() {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + ": ./mvnw package -DskipTests makes target/aftertalk.jar");
        }
        refuse(rate < 1, "--rate wants at least 1 event a second");
        refuse(sampleEvery.isZero(), "--sample-every wants more than 0s");
        refuse(killEvery.isZero(), "--kill-every wants more than 0s: --kill-minutes=0 leaves the kills out");
        refuse(
                !outageEvery.isZero() && outageFor.compareTo(outageEvery) >= 0,
                "--outage-for wants less than --outage-every");
        refuse(!steady.isZero() && warmUp.compareTo(steady) >= 0, "--warm-up wants less than --minutes");
        refuse(steady.isZero() && killing.isZero(), "Nothing is left to do without --minutes and --kill-minutes");
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    private static Duration minutes(Arguments given, String name, String otherwise) {
        return time(name, given.one(name, otherwise), "m");
    }

    private static Duration time(Arguments given, String name, String otherwise) {
        return time(name, given.one(name, otherwise), "");
    }

    /** @param unit of a number alone; empty where that is no time */
    private static Duration time(String name, String text, String unit) {
        Matcher time = TIME.matcher(text);
        if (!time.matches() || time.group(2).isEmpty() && unit.isEmpty()) {
            throw new IllegalArgumentException("--" + name + " wants a time such as 90s, 20m, 2h or 3d, not " + text);
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2).isEmpty() ? unit : time.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
