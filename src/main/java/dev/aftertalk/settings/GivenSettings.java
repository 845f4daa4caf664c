package dev.aftertalk.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/** The settings of all sources, with their usual spelling in front: whoever reads one, a route too, reads that. */
final class GivenSettings {

    static final String SOURCE = "settings as they are read";

    private final ConfigurableEnvironment environment;
    private final Map<String, Object> usual;
    private final Binder binder;

    @SuppressWarnings("unchecked")
    GivenSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
        ConfigurationPropertySources.attach(environment);
        PropertySource<?> known = environment.getPropertySources().get(SOURCE);
        this.usual = known == null ? new HashMap<>() : (Map<String, Object>) known.getSource();
        if (known == null) {
            environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, usual));
        }
        this.binder = Binder.get(environment);
    }

    Binder binder() {
        return binder;
    }

    /** What is given, as it stands; null when nothing is. */
    String text(String name) {
        return environment.getProperty(name);
    }

    void put(String name, String value) {
        usual.put(name, value);
    }

    /**
     * The default: what the last source says, in which it can be read, which is the product's; else what the record says.
     *
     * @param wrong what is not to be taken for the default, as it is written
     */
    String standard(Setting setting, String wrong) {
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        Collections.reverse(sources);
        for (ConfigurationPropertySource source : sources) {
            ConfigurationProperty property = source.getConfigurationProperty(name(setting.name()));
            if (property != null
                    && property.getValue() != null
                    && !property.getValue().toString().equals(wrong)) {
                try {
                    String text = environment.resolveRequiredPlaceholders(
                            property.getValue().toString());
                    String read = Spelling.usual(setting, text);
                    if (bindable(setting, read)) {
                        return read;
                    }
                } catch (IllegalArgumentException e) {
                    // The next source, then.
                }
            }
        }
        return setting.standard();
    }

    private boolean bindable(Setting setting, String text) {
        Object before = usual.put(setting.name(), text);
        try {
            return SettingsCheck.allowed(setting, binder());
        } finally {
            usual.put(setting.name(), before);
        }
    }

    /** The file and line in which a setting stands, in brackets with a blank in front; empty when it stands in no file. */
    String place(String name) {
        return usual.containsKey(name) ? "" : place(environment, name);
    }

    static String place(ConfigurableEnvironment environment, String name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name(name));
            if (property != null && property.getValue() != null) {
                return Optional.ofNullable(property.getOrigin())
                        .map(origin -> origin instanceof PropertySourceOrigin in ? in.getOrigin() : origin)
                        .filter(TextResourceOrigin.class::isInstance)
                        .map(TextResourceOrigin.class::cast)
                        .filter(origin -> origin.getResource() != null && origin.getLocation() != null)
                        .map(origin -> " (" + origin.getResource().getFilename() + ":"
                                + (origin.getLocation().getLine() + 1) + ")")
                        .orElse("");
            }
        }
        return "";
    }

    /** Names that people choose may have capitals and underscores, which a name of Spring's has not. */
    static ConfigurationPropertyName name(String name) {
        return ConfigurationPropertyName.adapt(name, '.');
    }
}
