package dev.aftertalk.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.care.doctor.Doctor;
import dev.aftertalk.care.doctor.Examinations;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.check.UsedSteps;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Diagnosis.Level;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -jar aftertalk.jar doctor [--json]}: looks whether all that a server depends on is as it has to be, beside a running server or before
 * its first start, without changing anything.
 */
public final class DoctorCommand {

    static final String ARGUMENTS = "[--json]";

    private static final String JSON = "--json";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private DoctorCommand() {}

    /**
     * @param args whether to print JSON, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when something will not work
     */
    public static int run(String... args) {
        return run(LIMIT, MachineClock.get(), args);
    }

    /**
     * The same by another clock.
     *
     * @param limit how long each examination may take
     */
    static int run(Duration limit, Clock clock, String... args) {
        List<String> asked = Arrays.asList(args);
        if (asked.stream().anyMatch(arg -> !arg.startsWith("--"))) {
            return Commands.refuse("It examines the folder it is run in.", "doctor", ARGUMENTS);
        }
        String[] settings = Stream.concat(
                        asked.stream().filter(arg -> !arg.equals(JSON)),
                        Stream.of("--spring.main.lazy-initialization=true"))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext context = CommandSettings.quiet(Examinations.class, settings)) {
            Usage usage = UsedSteps.of(new RouteFolders(context.getEnvironment()).read(), context.getEnvironment());
            List<Diagnosis> found = new Doctor(limit, clock).examine(Examinations.in(context), usage);
            System.out.println(asked.contains(JSON) ? json(found) : text(found));
            return count(found).get(Level.PROBLEM) == 0 ? 0 : 1;
        }
    }

    private static Map<Level, Integer> count(List<Diagnosis> found) {
        Map<Level, Integer> count = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            count.put(level, (int)
                    found.stream().filter(each -> each.level() == level).count());
        }
        return count;
    }

    private static String text(List<Diagnosis> found) {
        List<String> lines = new ArrayList<>();
        for (Diagnosis each : found) {
            lines.add("%-11s  %s: %s".formatted(word(each.level()), each.name(), each.found()));
            if (!each.todo().isEmpty()) {
                lines.add(" ".repeat(11) + "  -> " + each.todo());
            }
        }
        Map<Level, Integer> count = count(found);
        lines.add("");
        lines.add("%d checked: %d OK, %s, %s; %d not checked."
                .formatted(
                        found.size() - count.get(Level.NOT_CHECKED),
                        count.get(Level.OK),
                        many(count.get(Level.WARNING), "warning"),
                        many(count.get(Level.PROBLEM), "problem"),
                        count.get(Level.NOT_CHECKED)));
        return String.join(System.lineSeparator(), lines);
    }

    private static String many(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String word(Level level) {
        return level.name().replace('_', ' ');
    }

    private static String json(List<Diagnosis> found) {
        List<Map<String, String>> all = found.stream()
                .map(each -> {
                    Map<String, String> one = new LinkedHashMap<>();
                    one.put("name", each.name());
                    one.put("level", word(each.level()).toLowerCase(Locale.ROOT));
                    one.put("found", each.found());
                    one.put("todo", each.todo());
                    return one;
                })
                .toList();
        Map<String, Object> report = new LinkedHashMap<>();
        count(found).forEach((level, count) -> report.put(key(level), count));
        report.put("diagnoses", all);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warnings";
            case PROBLEM -> "problems";
            case NOT_CHECKED -> "notChecked";
        };
    }
}
