package dev.aftertalk.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Names that look like a misspelt setting of ours. Users may have settings of their own, under our prefixes too. */
final class UnknownSettings {

    private static final int FARTHEST = 2;
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]*(\\.[a-zA-Z0-9_-]+)+");

    private UnknownSettings() {}

    /** Returns a sentence for each, with the name that was probably meant. */
    static List<String> in(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        SettingsCatalog catalog = new SettingsCatalog(Binder.get(environment));
        Set<String> known = records.stream()
                .flatMap(type -> catalog.of(type).stream())
                .map(Setting::name)
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(Set.of("workflows.promo-code", "workflows.satisfaction-survey", "aftertalk.data-dir"));
        Set<String> prefixes = known.stream().map(UnknownSettings::first).collect(Collectors.toSet());
        Set<String> loose = known.stream().map(UnknownSettings::loosely).collect(Collectors.toSet());
        return names(environment).stream()
                .filter(name -> NAME.matcher(name).matches() && !loose.contains(loosely(name)))
                .filter(name -> prefixes.contains(first(name)) || near(first(name), prefixes) != null)
                .map(name -> sentence(name, near(name, known)))
                .filter(sentence -> sentence != null)
                .toList();
    }

    private static String sentence(String name, String meant) {
        return meant == null ? null : name + " is no setting of Aftertalk; did you mean " + meant + "?";
    }

    /** Of the files and arguments: in the environment names are spelt otherwise, and most are not for us. */
    private static Set<String> names(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source instanceof EnumerablePropertySource)
                .filter(source -> !source.getName().equals("systemEnvironment")
                        && !source.getName().equals("systemProperties")
                        && !source.getName().equals(GivenSettings.SOURCE))
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String near(String name, Collection<String> known) {
        String best = null;
        int distance = FARTHEST + 1;
        for (String each : known) {
            int far = distance(name, each);
            if (far < distance) {
                distance = far;
                best = each;
            }
        }
        return best;
    }

    private static String first(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** Spring takes any of them: max-calls, maxCalls, max_calls. */
    private static String loosely(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** Letters to add, take away or change (Levenshtein); more than {@link #FARTHEST} only says: far. */
    private static int distance(String from, String to) {
        if (Math.abs(from.length() - to.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] row = new int[to.length() + 1];
        for (int n = 0; n <= to.length(); n++) {
            row[n] = n;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int n = 1; n <= to.length(); n++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(n - 1) ? 0 : 1);
                diagonal = row[n];
                row[n] = Math.min(change, Math.min(row[n], row[n - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
