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

    /** Tables that more than one package names still, and those packages. May only get shorter. */
    private static final Map<String, Set<String>> EXCEPTIONS = Map.ofEntries(
            Map.entry("audit_entry", Set.of("access", "care.retention", "commands")),
            Map.entry("conversation", Set.of("care.retention", "usecases.satisfaction")),
            Map.entry("conversation_operator", Set.of("care.retention", "usecases.satisfaction")),
            Map.entry("event", Set.of("care.reconcile", "care.replay", "care.retention", "ledger", "usecases.survey")),
            Map.entry("jira_issue", Set.of("care.retention", "connectors.jira")),
            Map.entry("lead_claim", Set.of("care.retention", "connectors.salesforce")),
            Map.entry("listening", Set.of("care.reconcile", "care.retention")),
            Map.entry("mail_count", Set.of("care.retention", "connectors.mail")),
            Map.entry("node", Set.of("care.replay", "commands", "ledger", "metrics")),
            Map.entry("operator_answer", Set.of("care.retention", "usecases.satisfaction")),
            Map.entry("reconciliation", Set.of("care.reconcile", "care.retention")),
            Map.entry("refused_login", Set.of("access", "care.retention")),
            Map.entry("replay", Set.of("care.replay", "care.retention")),
            Map.entry("run", Set.of("care.replay", "care.retention", "ledger", "metrics")),
            Map.entry("satisfaction_answer", Set.of("care.retention", "usecases.satisfaction")),
            Map.entry("satisfaction_change", Set.of("care.retention", "usecases.satisfaction")),
            Map.entry("shared_task", Set.of("care.retention", "commands")),
            Map.entry("survey", Set.of("care.retention", "usecases.survey")),
            Map.entry("user_account", Set.of("access", "commands")));

    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
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

        assertThat(shared)
                .as("an entry of the exceptions that is not needed any more goes, too")
                .isEqualTo(new TreeMap<>(EXCEPTIONS));
    }

    @Test
    void seesEachTable() {
        assertThat(namedBy)
                .allSatisfy((table, rooms) -> assertThat(rooms).as(table).isNotEmpty());
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
