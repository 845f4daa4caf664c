package dev.aftertalk.settings;

import dev.aftertalk.text.Misspelt;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Names that look like a misspelt setting of ours. Users may have settings of their own, under our prefixes too. */
final class UnknownSettings {

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
        List<String> maps =
                records.stream().flatMap(type -> catalog.maps(type).stream()).toList();
        return names(environment).stream()
                .filter(name -> NAME.matcher(name).matches() && !loose.contains(loosely(name)))
                .filter(name -> prefixes.contains(first(name))
                        || Misspelt.near(first(name), prefixes).isPresent())
                .flatMap(name -> Misspelt.near(name, known)
                        .or(() -> belowMisspelt(name, maps))
                        .map(meant -> sentence(name + GivenSettings.place(environment, name), meant))
                        .stream())
                .toList();
    }

    /** A campaign that is written below what only looks like {@code promo.campaigns} is none, so no setting of it is known. */
    private static Optional<String> belowMisspelt(String name, List<String> maps) {
        for (String map : maps) {
            int end = 0;
            for (int parts = map.split("\\.").length; parts > 0 && end >= 0; parts--) {
                end = name.indexOf('.', end + 1);
            }
            String above = end < 0 ? name : name.substring(0, end);
            if (end > 0
                    && !loosely(above).equals(loosely(map))
                    && Misspelt.near(above, List.of(map)).isPresent()) {
                return Optional.of(map + name.substring(end));
            }
        }
        return Optional.empty();
    }

    private static String sentence(String name, String meant) {
        return name + " is no setting of Aftertalk; did you mean " + meant + "?";
    }

    /** Of the files and arguments: in the environment names are spelt otherwise, and most are not for us. */
    static Set<String> names(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source instanceof EnumerablePropertySource)
                .filter(source -> !source.getName().equals("systemEnvironment")
                        && !source.getName().equals("systemProperties")
                        && !source.getName().equals(GivenSettings.SOURCE))
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String first(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** Spring takes any of them: max-calls, maxCalls, max_calls. */
    private static String loosely(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(java.util.Locale.ROOT);
    }
}
