package dev.aftertalk.settings;

import java.util.Optional;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Settings of users' own, for messages about routes that use them. */
public final class GivenValues {

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
