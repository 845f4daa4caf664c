package dev.aftertalk.deploy;

import dev.aftertalk.settings.SettingFault;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * The settings a route can't do without, as its precondition says: names separated by commas, each with alternatives
 * separated by {@code or}, such as {@code jira.url, iadvize.rest.api-key or iadvize.graphql.username}.
 */
public record NeededSettings(List<List<String>> alternatives) {

    /** What is missing of the settings that a route's precondition names; empty when it can be made. */
    public static List<String> missing(String precondition, PropertyResolver settings) {
        return ConfiguredFunction.in(precondition)
                .map(needs -> needs.missing(settings))
                .orElse(List.of());
    }

    static NeededSettings parse(String needs) {
        return new NeededSettings(Arrays.stream(needs.split(","))
                .map(String::strip)
                .filter(StringUtils::hasText)
                .map(one -> Arrays.asList(one.split("\\s+or\\s+")))
                .toList());
    }

    /** Those that are not given, each with its alternatives, ready to be read; empty when nothing is missing. */
    List<String> missing(PropertyResolver settings) {
        return alternatives.stream()
                .filter(names -> names.stream().noneMatch(name -> isGiven(settings, name)))
                .map(names -> String.join(" or ", names))
                .toList();
    }

    private static boolean isGiven(PropertyResolver settings, String name) {
        try {
            return StringUtils.hasText(settings.getProperty(name));
        } catch (IllegalArgumentException e) {
            return true; // it holds ${…} with a name that is not set, which the route that reads it tells of
        }
    }

    /** What is wrong with those that are given; where all alternatives are wrong, or none is another system's, that is all of it. */
    List<SettingFault> wrong(WorkflowSettings settings) {
        return alternatives.stream()
                .filter(names ->
                        names.stream().noneMatch(name -> settings.about(name).isEmpty()))
                .flatMap(names -> names.stream().flatMap(name -> settings.about(name).stream()))
                .distinct()
                .toList();
    }
}
