package dev.aftertalk.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is asked for of how long the console's pages take.
 *
 * @param sqlite runs that are in SQLite already
 * @param postgres runs that are in PostgreSQL already
 * @param dead how many of them are dead
 * @param times how often each page is asked for
 * @param folder where the ledgers are made
 * @param results the folder for what it finds
 */
record ConsoleOptions(
        Path jar, String java, long sqlite, long postgres, int dead, int times, Path folder, Path results) {

    static final String HELP =
            """
            Measures how long the server takes for each page of the console. Options:
              --sqlite N            runs that are in SQLite already, two an event; 0 to leave it out (1000000)
              --postgres N          the same in PostgreSQL (10000000)
              --dead N              how many of them are dead (3000)
              --times N             how often each page is asked for (20)
              --quick               whether it all works; the figures are worth nothing
              --jar PATH            (target/aftertalk.jar)
              --java PATH           the java to run it with (the one that runs this)
              --folder FOLDER       where the ledgers are made, on a disk: 1 GB for each million of runs (/var/tmp)
              --results FOLDER      where console.md goes (src/bench/results)
            """;

    /** @throws IllegalArgumentException for what is no option, or would be of no effect */
    static ConsoleOptions of(String... arguments) {
        Arguments given = Arguments.of(arguments);
        boolean quick = given.flag("quick");
        Path jar = Path.of(given.one("jar", "target/aftertalk.jar"));
        ConsoleOptions options = new ConsoleOptions(
                jar,
                given.one("java", System.getProperty("java.home") + "/bin/java"),
                Long.parseLong(given.one("sqlite", quick ? "20000" : "1000000")),
                Long.parseLong(given.one("postgres", quick ? "20000" : "10000000")),
                Integer.parseInt(given.one("dead", quick ? "300" : "3000")),
                Integer.parseInt(given.one("times", quick ? "3" : "20")),
                Path.of(given.one("folder", "/var/tmp")),
                Path.of(given.one("results", "src/bench/results")));
        given.allTaken();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + ": ./mvnw package -DskipTests makes target/aftertalk.jar");
        }
        return options;
    }
}
