package dev.aftertalk.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** The files in which secrets stand. */
public final class SecretFiles {

    private final ConfigurableEnvironment environment;
    private final Collection<Class<?>> records;

    SecretFiles(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        this.environment = environment;
        this.records = records;
    }

    /** In their order. What an environment variable or an argument says stands in none. */
    public Set<Path> all() {
        Set<Path> files = new TreeSet<>();
        new SettingsCatalog(Binder.get(environment))
                .all(records).stream().filter(Setting::isSecret).forEach(setting -> file(setting.name())
                        .ifPresent(files::add));
        return files;
    }

    /** Of the first source that says something. */
    private Optional<Path> file(String name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(GivenSettings.name(name));
            boolean isOurs = source.getUnderlyingSource() instanceof PropertySource<?> of
                    && of.getName().equals(GivenSettings.SOURCE);
            if (property != null && property.getValue() != null && !isOurs) {
                return property.getValue().toString().isBlank() ? Optional.empty() : file(property.getOrigin());
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> file(Origin origin) {
        Origin its = origin instanceof PropertySourceOrigin in && in.getOrigin() != null ? in.getOrigin() : origin;
        Resource resource = its instanceof TextResourceOrigin text ? text.getResource() : null;
        try {
            return resource == null
                    ? Optional.empty()
                    : Optional.of(resource.getFile().toPath());
        } catch (IOException e) {
            return Optional.empty(); // it is in the jar
        }
    }
}
