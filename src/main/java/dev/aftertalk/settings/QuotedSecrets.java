package dev.aftertalk.settings;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Secrets with quotes around them, as other programs want them. Here quotes are part of the value, as a password may well begin and end with one. */
final class QuotedSecrets {

    private static final Pattern QUOTED =
            Pattern.compile("(?s)\\s*(\".+\"|'.+'|`.+`|[\u201c\u201d\u201e].+[\u201c\u201d])\\s*");

    private QuotedSecrets() {}

    /** Returns a sentence for each, without the value. */
    static List<String> in(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        GivenSettings given = new GivenSettings(environment);
        return new SettingsCatalog(Binder.get(environment))
                .all(records).stream()
                        .filter(Setting::isSecret)
                        .filter(setting -> values(setting, given.text(setting.name()))
                                .anyMatch(value -> QUOTED.matcher(value).matches()))
                        .map(setting -> setting.name() + " is in quotes" + given.place(setting.name())
                                + ", which are taken for a part of it; leave them out unless they are")
                        .toList();
    }

    private static Stream<String> values(Setting setting, String text) {
        if (text == null) {
            return Stream.empty();
        }
        return setting.raw() == List.class ? Spelling.elements(text) : Stream.of(text);
    }
}
