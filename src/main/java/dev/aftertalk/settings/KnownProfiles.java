package dev.aftertalk.settings;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Refuses a profile that nothing knows, which Spring takes for one without settings. Who asks for a profile means to start something else
 * than the real thing, or with other settings: to start that on the real systems and data instead could not be undone.
 */
public final class KnownProfiles {

    private static final String SECTION = "spring.config.activate.on-profile";

    private KnownProfiles() {}

    /**
     * Known is a profile with a settings file ({@code application-NAME.properties}, of the folder or of an extension) or a section of one.
     *
     * @throws BadSettingsException for any other
     */
    public static void require(ConfigurableEnvironment environment) {
        List<SettingFault> faults = Stream.of(environment.getActiveProfiles())
                .filter(profile ->
                        environment.getPropertySources().stream().noneMatch(source -> knows(source, profile)))
                .map(KnownProfiles::fault)
                .toList();
        if (!faults.isEmpty()) {
            throw new BadSettingsException(faults);
        }
    }

    private static boolean knows(PropertySource<?> source, String profile) {
        Object section = source.getProperty(SECTION);
        return source.getName().contains("-" + profile + ".")
                || section != null
                        && List.of(section.toString().split("[\\s,!&|()]+")).contains(profile)
                || source.containsProperty("spring.profiles.group." + profile)
                || source.containsProperty("spring.profiles.group." + profile + "[0]");
    }

    private static SettingFault fault(String profile) {
        return new SettingFault(
                "spring.profiles.active",
                "spring.profiles.active names the profile \"" + profile
                        + "\", which nothing here knows: there is no application-" + profile
                        + ".properties, and no extension in lib/ that brings one. Correct the name, put the extension's jar into lib/, or take"
                        + " the profile away");
    }
}
