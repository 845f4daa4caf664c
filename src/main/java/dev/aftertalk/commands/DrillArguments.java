package dev.aftertalk.commands;

import dev.aftertalk.care.drill.DrillSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What was typed behind {@code drill}.
 *
 * @param drill its name; null for a list of what there is
 * @param time for how long; null when there is no name either
 * @param settings as on any command line of Aftertalk
 */
record DrillArguments(String drill, Duration time, List<String> settings) {

    private static final String MINUTES = "--minutes";
    private static final String SECONDS = "--seconds";
    private static final Map<String, Duration> UNITS =
            Map.of(MINUTES, Duration.ofMinutes(1), SECONDS, Duration.ofSeconds(1));

    /** @throws IllegalArgumentException saying what to write instead */
    static DrillArguments of(String... args) {
        List<String> names = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        List<String> settings = new ArrayList<>();
        for (Iterator<String> all = Arrays.asList(args).iterator(); all.hasNext(); ) {
            String arg = all.next();
            String option = arg.replaceFirst("=.*", "");
            if (UNITS.containsKey(option)) {
                String number =
                        !option.equals(arg) ? arg.substring(option.length() + 1) : all.hasNext() ? all.next() : "";
                if (given.put(option, number) != null) {
                    throw new IllegalArgumentException("Say " + option + " once.");
                }
            } else if (arg.startsWith("--")) {
                settings.add(arg);
            } else {
                names.add(arg);
            }
        }
        if (names.size() > 1) {
            throw new IllegalArgumentException("One drill at a time: " + String.join(" or ", names) + "?");
        }
        return names.isEmpty()
                ? new DrillArguments(null, null, settings)
                : new DrillArguments(names.get(0), time(given), settings);
    }

    private static Duration time(Map<String, String> given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("Say for how long: " + MINUTES + " 10, or " + SECONDS + " 30.");
        }
        if (given.size() > 1) {
            throw new IllegalArgumentException("Say either " + MINUTES + " or " + SECONDS + ".");
        }
        String option = given.keySet().iterator().next();
        try {
            return DrillSettings.time(new BigDecimal(given.get(option)), UNITS.get(option));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, such as 10 or 0.5.");
        }
    }
}
