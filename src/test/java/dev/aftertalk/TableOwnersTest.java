package dev.aftertalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps each table in one package's hands: whoever wants something of it asks the owner, and no other package names it in SQL. */
class TableOwnersTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/aftertalk");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** The ledger's tables are those of all its packages. */
    private static final Pattern PART_OF_THE_LEDGER = Pattern.compile("ledger\\..*");

    /** Columns that lead to a visitor. */
    private static final Pattern PERSONAL =
            Pattern.compile("^\\s*(?:conversation_id|visitor_id|event_id|identity|address)\\b", Pattern.MULTILINE);

    /** What the erasure takes a person out of by itself: all else is found by it. */
    private static final Set<String> ERASED_FIRST = Set.of("event");

    /** What stays, as a digest: that an address wants no mails is the very thing the person asked for. */
    private static final Set<String> KEPT = Set.of("unsubscribed");

    private static final Pattern ERASES = Pattern.compile(
            "implements KeptData (?s:.*)(?: eraseConversation\\(| eraseEvent\\(|List<Erasable> find\\()");

    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\(((?s:.*?))\\n\\)");
    private static final Pattern RENAMED = Pattern.compile("ALTER TABLE (\\w+) RENAME TO (\\w+)");

    /** A literal in group 1, or else a comment or a character, which may hold quotes. */
    private static final Pattern LITERAL = Pattern.compile(
            "\"\"\"((?s:.*?))\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"|/\\*(?s:.*?)\\*/|//[^\n]*|'(?:\\\\.|[^'\\\\\n])+'");

    /** What comes before the name of a table; after it the name may come from somewhere else. */
    private static final String BEFORE = "\\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\\s+(?:ONLY\\s+)?";

    private static final Pattern NAME_TO_COME = Pattern.compile(BEFORE + "(?:$|%)");

    private static Map<String, Set<String>> namedBy;

    @BeforeAll
    static void readSources() throws IOException {
        namedBy = new TreeMap<>();
        tables().forEach(table -> namedBy.put(table, new TreeSet<>()));
        for (Path file : files(SOURCES, ".java")) {
            String room = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
            Set<String> named = named(Files.readString(file));
            named.forEach(table ->
                    namedBy.get(table).add(PART_OF_THE_LEDGER.matcher(room).matches() ? "ledger" : room));
        }
    }

    @Test
    void givesEachTableOneOwner() {
        Map<String, Set<String>> shared = namedBy.entrySet().stream()
                .filter(table -> table.getValue().size() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        System.out.printf("Tables: %d; named by more than one package: %d%n", namedBy.size(), shared.size());

        assertThat(shared).isEmpty();
    }

    @Test
    void seesEachTable() {
        assertThat(namedBy)
                .allSatisfy((table, rooms) -> assertThat(rooms).as(table).isNotEmpty());
    }

    @Test
    void takesPeopleOutOfEachTableThatTellsOfThem() throws IOException {
        Set<String> erasing = new HashSet<>();
        for (Path file : files(SOURCES, ".java")) {
            if (ERASES.matcher(Files.readString(file)).find()) {
                erasing.add(SOURCES.relativize(file.getParent()).toString().replace('/', '.'));
            }
        }
        Set<String> personal = personalTables();

        assertThat(personal).contains("event", "satisfaction_answer", "promo_holder", "mail_count");
        personal.removeAll(ERASED_FIRST);
        personal.removeAll(KEPT);
        assertThat(personal).allSatisfy(table -> assertThat(erasing)
                .as("packages that have a KeptData which erases, for the table " + table)
                .containsAnyElementsOf(namedBy.get(table)));
    }

    private static Set<String> personalTables() throws IOException {
        Set<String> personal = new TreeSet<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            TABLE.matcher(Files.readString(file))
                    .results()
                    .filter(table -> PERSONAL.matcher(table.group(2)).find())
                    .forEach(table -> personal.add(table.group(1)));
        }
        personal.retainAll(namedBy.keySet());
        return personal;
    }

    private static Set<String> named(String source) {
        List<String> literals = LITERAL.matcher(source)
                .results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .filter(literal -> literal != null)
                .toList();
        boolean puzzled = literals.stream()
                .anyMatch(literal -> NAME_TO_COME.matcher(literal).find());
        return namedBy.keySet().stream()
                .filter(table -> literals.stream().anyMatch(literal -> isNamed(table, literal, puzzled)))
                .collect(Collectors.toSet());
    }

    /** @param puzzled whether a statement of the file gets the name of its table from elsewhere */
    private static boolean isNamed(String table, String literal, boolean puzzled) {
        return Pattern.compile(BEFORE + table + "\\b").matcher(literal).find()
                || literal.equals(table) && (puzzled || table.contains("_"));
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        Set<String> renamed = new HashSet<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            String sql = Files.readString(file);
            CREATED.matcher(sql).results().forEach(found -> tables.add(found.group(1)));
            RENAMED.matcher(sql).results().forEach(found -> renamed.add(found.group(1)));
        }
        tables.removeAll(renamed);
        return tables;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
