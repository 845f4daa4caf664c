package dev.aftertalk;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps each package at its place: nothing looks outwards, to its side or in a circle. */
class ArchitectureTest {

    private static final String ROOT = "dev.aftertalk";
    private static final Path SOURCES = Path.of("src/main/java/dev/aftertalk");

    /** From the inside out. A package may use those of the rings inside its own. */
    private static final List<Set<String>> RINGS = List.of(
            Set.of("time"),
            Set.of("text", "scheduling", "upgrade"),
            Set.of("settings"),
            Set.of("ledger"),
            Set.of("ledger.camel", "ledger.waiting", "secrets", "web"),
            Set.of("privacy", "rehearsal", "diagnosis"),
            Set.of("ledger.start", "metrics", "connectors.calls"),
            Set.of(
                    "ledger.history",
                    "connectors",
                    "connectors.catchup",
                    "connectors.detour",
                    "connectors.quota",
                    "intake.health",
                    "tracing"),
            Set.of(
                    "connectors.iadvize",
                    "connectors.mail",
                    "connectors.salesforce",
                    "connectors.jira",
                    "intake",
                    "deploy"),
            Set.of("deploy.check"),
            Set.of("access"),
            Set.of("deploy.versions"),
            Set.of("deploy.live"),
            Set.of("live"),
            Set.of("usecases.links", "usecases.promo", "usecases.satisfaction"),
            Set.of("usecases.survey", "usecases.unsubscribe", "usecases.dashboard"),
            Set.of("care.doctor", "care.pause", "care.rehearse", "care.replay", "care.retention", "care.sample"),
            Set.of("care.reconcile", "care.drill"),
            Set.of("care.needs"),
            Set.of("care.alerts"),
            Set.of("console.drawing"),
            Set.of("console"),
            Set.of("commands"),
            Set.of(""));

    /** What is on the way of each event, and so must stay small enough to be known by heart. */
    private static final Set<String> ENGINE =
            Set.of("ledger", "ledger.camel", "ledger.start", "intake", "connectors.calls");

    private static final int LARGEST_ENGINE = 7_500;

    /** What reads the machine's clock without being given one. */
    private static final Pattern CLOCK =
            Pattern.compile("java\\.lang\\.System\\.currentTimeMillis\\(\\)|java\\.time\\.Clock\\.system\\w+\\(.*|"
                    + "java\\.util\\.Date\\.<init>\\(\\)|java\\.time\\.\\w+\\.now\\((java\\.time\\.Zone\\w+)?\\)");

    private static final Pattern NO_CODE =
            Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|(/\\*(?s:.*?)\\*/|//[^\n]*)");

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    @Test
    void usesInnerRingsAlone() {
        Set<String> outwards = new TreeSet<>();
        for (JavaClass each : classes) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(used) && !isAllowed(room(each), room(used))) {
                    outwards.add(room(each) + " uses " + room(used) + ": " + each.getSimpleName() + " "
                            + used.getSimpleName());
                }
            }
        }

        assertThat(outwards).isEmpty();
    }

    /** A fault drill steps the clock for the process by this. */
    @Test
    void asksNobodyButTheClocksOfOursForTheTime() {
        Set<String> asked = new TreeSet<>();
        for (JavaClass each : classes) {
            if (room(each).equals("time")) {
                continue;
            }
            for (JavaAccess<?> access : each.getAccessesFromSelf()) {
                AccessTarget target = access.getTarget();
                if (CLOCK.matcher(target.getFullName()).matches()) {
                    asked.add(each.getSimpleName() + " by " + target.getFullName());
                }
            }
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void hasNoCircles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void saysOfEachPackageWhatItIsAndMayUse() throws IOException {
        for (String room : rooms()) {
            Path file = SOURCES.resolve(room.replace('.', '/')).resolve("package-info.java");
            assertThat(file).exists().content().contains("May use");
        }
    }

    @Test
    void givesEachPackageARing() throws IOException {
        assertThat(RINGS.stream().flatMap(Set::stream).filter(room -> !room.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(rooms());
    }

    /** What it brings along comes by what any extension may use. */
    @Test
    void doesNotKnowTheSandbox() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> file.toString().contains("sandbox"))
                    .noneMatch(ArchitectureTest::tellsOfTheSandbox);
        }
    }

    private static boolean tellsOfTheSandbox(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            return text.contains("sandbox") || text.contains("greenmail");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keepsTheEngineSmall() throws IOException {
        int lines = 0;
        for (String room : ENGINE) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(room.replace('.', '/')))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    lines += linesOfCode(Files.readString(file));
                }
            }
        }

        assertThat(lines).isLessThanOrEqualTo(LARGEST_ENGINE);
    }

    /** Without comments, blank lines, imports and package. */
    private static int linesOfCode(String source) {
        String code = NO_CODE.matcher(source)
                .replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : "");
        return (int) code.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
                .count();
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static boolean isAllowed(String room, String used) {
        return room.equals(used) || ring(used) < ring(room);
    }

    private static int ring(String room) {
        for (int i = 0; i < RINGS.size(); i++) {
            if (RINGS.get(i).contains(room)) {
                return i;
            }
        }
        throw new AssertionError("No ring has the package " + room);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }

    private static Set<String> rooms() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(room -> !room.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
