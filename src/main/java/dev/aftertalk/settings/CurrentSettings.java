package dev.aftertalk.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The settings as this process has them: all there are, and those of users' own that stand in a file or an argument. */
public final class CurrentSettings {

    private static final String HIDDEN = "…";
    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    /** What may be a secret in the value of a setting that is none by its name: a password in an address, as name and value or before the host. */
    private static final Pattern SECRET_IN_VALUE =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|key|sig)=)[^&;\\s]+|(://)[^/@\\s]+(?=@)");

    /** In the name of a setting of users' own, or of one of ours in another spelling, without what is between the words. */
    private static final Pattern SECRET_IN_NAME = Pattern.compile(
            "password|passwd|pwd|passphrase|secret|token|apikey|accesskey|privatekey|credential|authorization");

    /** A value that takes another one in may take in a secret. */
    private static final Pattern TAKES_IN = Pattern.compile("\\$\\{|^\\s*\\{");

    /** Whoever has the path of an address such as a chat's incoming webhook may post there. */
    private static final Pattern PATH = Pattern.compile("(https?://[^/\\s,;]+/)[^\\s,;]+");

    private final ConfigurableEnvironment environment;
    private final Collection<Class<?>> records;

    CurrentSettings(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        this.environment = environment;
        this.records = List.copyOf(records);
    }

    /** Where a value comes from. */
    public enum Source {
        /** The product. */
        DEFAULT,
        /** A file; its name and line are the place. */
        FILE,
        /** An environment variable; its name is the place. */
        ENVIRONMENT,
        /** The command line. */
        ARGUMENT,
        /** Something else, such as a mounted secret. */
        OTHER
    }

    /**
     * A setting.
     *
     * @param value as it is read; empty when there is none; without what is, or may be, a secret
     * @param place what tells more of the source; empty when nothing does
     * @param own whether it is none of Aftertalk's, so that only routes can read it
     */
    public record Current(String name, String value, Source source, String place, boolean own) {}

    /** All, by name. */
    public List<Current> all() {
        Map<String, Setting> known = new TreeMap<>();
        new SettingsCatalog(Binder.get(environment))
                .all(records)
                .forEach(setting -> known.put(setting.name(), setting));
        Set<String> names = new TreeSet<>(known.keySet());
        names.addAll(UnknownSettings.names(environment));
        List<Current> all = new ArrayList<>();
        for (String name : names) {
            Current current = current(name, known.get(name));
            if (!current.own() || current.source() != Source.DEFAULT) {
                all.add(current);
            }
        }
        return all;
    }

    private Current current(String name, Setting setting) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(GivenSettings.name(name));
            boolean isOurs = source.getUnderlyingSource() instanceof PropertySource<?> of
                    && of.getName().equals(GivenSettings.SOURCE);
            if (property != null && property.getValue() != null && !isOurs) {
                Origin origin = property.getOrigin() instanceof PropertySourceOrigin in && in.getOrigin() != null
                        ? in.getOrigin()
                        : property.getOrigin();
                Source from = source(source, origin);
                boolean hidden = setting == null
                        && (from == Source.OTHER
                                || TAKES_IN.matcher(property.getValue().toString())
                                        .find());
                return new Current(name, hidden ? HIDDEN : shown(name, setting), from, place(origin), setting == null);
            }
        }
        String standard = setting == null ? "" : setting.standard();
        return new Current(name, standard, Source.DEFAULT, "", setting == null);
    }

    private String shown(String name, Setting setting) {
        String value;
        try {
            value = environment.getProperty(name, "");
        } catch (IllegalArgumentException e) {
            return HIDDEN; // it names a setting that there is not, which the log has said
        }
        if (value.isEmpty()) {
            return "";
        }
        if (setting == null ? isSecret(name) : setting.isSecret()) {
            return HIDDEN;
        }
        String shown = SECRET_IN_VALUE.matcher(value).replaceAll("$1$2" + HIDDEN);
        return setting == null ? PATH.matcher(shown).replaceAll("$1" + HIDDEN) : shown;
    }

    private static boolean isSecret(String name) {
        return SECRET_IN_NAME
                .matcher(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
                .find();
    }

    private static Source source(ConfigurationPropertySource source, Origin origin) {
        if (origin instanceof TextResourceOrigin text) {
            return text.getResource() instanceof ClassPathResource ? Source.DEFAULT : Source.FILE;
        }
        if (origin instanceof SystemEnvironmentOrigin) {
            return Source.ENVIRONMENT;
        }
        String name = source.getUnderlyingSource() instanceof PropertySource<?> of ? of.getName() : "";
        return switch (name) {
            case "commandLineArgs", StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> Source.ARGUMENT;
            case ENVIRONMENT -> Source.ENVIRONMENT;
            default -> Source.OTHER;
        };
    }

    private static String place(Origin origin) {
        if (origin instanceof TextResourceOrigin text
                && text.getResource() != null
                && text.getLocation() != null
                && !(text.getResource() instanceof ClassPathResource)) {
            return text.getResource().getFilename() + ":" + (text.getLocation().getLine() + 1);
        }
        if (origin instanceof SystemEnvironmentOrigin variable) {
            return variable.getProperty();
        }
        boolean isVariable = origin instanceof PropertySourceOrigin of
                && of.getPropertySource().getName().equals(ENVIRONMENT);
        return isVariable ? ((PropertySourceOrigin) origin).getPropertyName() : "";
    }
}
