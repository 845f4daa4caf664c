package dev.aftertalk.care.drill;

import dev.aftertalk.text.Misspelt;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be drilled, by its name, with what happens in it. */
public final class DrillNames {

    private static final Map<String, String> SYSTEMS =
            Map.of("iadvize", "iAdvize", "salesforce", "Salesforce", "jira", "Jira");

    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        for (String system : new String[] {"iadvize", "salesforce", "jira"}) {
            String name = SYSTEMS.get(system);
            ALL.put(system + "-429", name + " answers that it has had too many calls");
            ALL.put(system + "-outage", name + " refuses each connection");
            ALL.put(system + "-slow", name + " answers each call seconds late");
            ALL.put(system + "-hang", name + " takes each call and never answers");
            ALL.put(system + "-cut", name + " does what it is asked, and its answer is cut off");
            ALL.put(system + "-token", name + " answers that it does not know our token");
        }
        ALL.put("mail-4xx", "the mail server puts each mail off (451)");
        ALL.put("mail-5xx", "the mail server refuses each mail for good (550)");
        ALL.put("mail-outage", "the mail server refuses each connection");
        ALL.put("mail-hang", "the mail server takes each connection and says nothing");
        ALL.put("mail-cut", "the mail server takes each mail, and the connection breaks before it says so");
        ALL.put(DatabaseDrill.AWAY, "the PostgreSQL server is away");
        ALL.put(DatabaseDrill.FULL, "the disk of SQLite's file is full");
        ALL.put("clock-ahead", "the clock is set two hours ahead, and back");
        ALL.put("clock-behind", "the clock is set two hours back, and right again");
        ALL.put(NodeDrill.KILLED, "this server is killed each minute, and started again by whoever keeps it running");
    }

    private DrillNames() {}

    /** All of them in their order, with what happens in each. */
    public static Map<String, String> all() {
        return Collections.unmodifiableMap(ALL);
    }

    /** One a line, in their order. */
    public static String lines() {
        StringBuilder lines = new StringBuilder();
        ALL.forEach((name, what) -> lines.append("  %-18s %s%n".formatted(name, what)));
        return lines.toString();
    }

    /** The system whose calls a drill is of; empty for the others, which nothing needs to call. */
    static Optional<String> system(String name) {
        return name.startsWith(MailDrill.PREFIX)
                ? Optional.of("the mail server")
                : Optional.ofNullable(SYSTEMS.get(name.substring(0, Math.max(0, name.indexOf('-')))));
    }

    /** Whether its server can't be seen in the ledger while it lasts: killed, or kept from writing that it is there. */
    static boolean hidesItsServer(String name) {
        return Set.of(NodeDrill.KILLED, DatabaseDrill.AWAY, DatabaseDrill.FULL).contains(name);
    }

    /** Whether nothing can be stored while it lasts. */
    static boolean keepsFromStoring(String name) {
        return Set.of(DatabaseDrill.AWAY, DatabaseDrill.FULL).contains(name);
    }

    /** What happens in a drill. */
    static String what(String name) {
        return ALL.getOrDefault(name, "");
    }

    /** @throws IllegalArgumentException in words for whoever asked, when the time is too short for this drill */
    static void checkShortest(String name, Duration time) {
        if (name.startsWith(ClockDrill.PREFIX) && time.compareTo(ClockDrill.SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    name + " takes " + ClockDrill.SHORTEST.toSeconds()
                            + " seconds at least: the server looks every five seconds whether its clock was set right, and would miss a shorter one.");
        }
    }

    /** Whether what is at this address is PostgreSQL's, and not SQLite's. */
    static boolean isPostgres(String databaseUrl) {
        return databaseUrl.startsWith("jdbc:postgresql:");
    }

    /** Why a drill can't be one of this database, in words for whoever asked; empty when it can, or is none of databases. */
    static Optional<String> wrongDatabase(String name, boolean isPostgres) {
        if (name.equals(DatabaseDrill.AWAY) && !isPostgres) {
            return Optional.of("SQLite's database is a file, which can't be away: disk-full is the drill for it.");
        }
        return name.equals(DatabaseDrill.FULL) && isPostgres
                ? Optional.of(
                        "The database is on a PostgreSQL server, whose disk is its own: database-away is the drill for it.")
                : Optional.empty();
    }

    /** @throws IllegalArgumentException in words for whoever asked, when there is no such drill of a database that is there */
    public static void checkDatabase(String name, String databaseUrl) {
        wrongDatabase(name, isPostgres(databaseUrl)).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** @throws IllegalArgumentException in words for whoever asked, when there is no such drill */
    public static void check(String name) {
        if (!ALL.containsKey(name)) {
            Set<String> names = ALL.keySet();
            throw new IllegalArgumentException("There is no drill " + name
                    + Misspelt.near(name, names)
                            .map(meant -> ": did you mean " + meant + "?")
                            .orElse(".") + " There are: "
                    + String.join(", ", names) + ".");
        }
    }
}
