package dev.aftertalk.settings;

import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Settings of users' own, for messages about routes that use them. */
public final class GivenValues {

    /** How Spring calls the file in the jar. */
    private static final String PRODUCT = "class path resource [application.properties]";

    private GivenValues() {}

    /**
     * Returns name, value and, where it stands in a file, that and the line: {@code my.delay is "soon" (application.properties:3)}. A secret's
     * value is not shown. Empty when there is no such setting.
     */
    public static Optional<String> describe(Environment environment, String name) {
        String value;
        try {
            value = environment.getProperty(name);
        } catch (IllegalArgumentException e) {
            value = null;
        }
        if (value == null) {
            return Optional.empty();
        }
        String place = environment instanceof ConfigurableEnvironment given ? new GivenSettings(given).place(name) : "";
        return Optional.of(name + (isSecret(name) ? " is not shown" : " is \"" + value + "\"") + place);
    }

    /** Whether somebody has set it, so that it is not the product's default that counts. */
    public static boolean isGiven(Environment environment, String name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            boolean isOurs = source.getUnderlyingSource() instanceof PropertySource<?> of
                    && (of.getName().equals(GivenSettings.SOURCE)
                            || of.getName().contains(PRODUCT));
            if (!isOurs && source.getConfigurationProperty(GivenSettings.name(name)) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is that of a secret. */
    public static boolean isSecret(String name) {
        return setting(name, String.class).isSecret();
    }

    /** What a value of that type may be, as in {@code a time such as 10m}. */
    public static String mayBe(Class<?> type) {
        return Spelling.mayBe(setting("", type));
    }

    private static Setting setting(String name, Class<?> type) {
        return new Setting(name, ResolvableType.forClass(type), new java.lang.annotation.Annotation[0]);
    }
}
