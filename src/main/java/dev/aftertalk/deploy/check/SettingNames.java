package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** The names settings have: those that are given, and those Aftertalk knows. Read when a name is not found, so hardly ever. */
final class SettingNames {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String OURS = "dev.aftertalk.";

    private final Environment settings;
    private Set<String> ours;

    SettingNames(Environment settings) {
        this.settings = settings;
    }

    /** Those somebody has set, in files and arguments. */
    Set<String> given() {
        Set<String> names = new TreeSet<>();
        if (settings instanceof ConfigurableEnvironment environment) {
            for (PropertySource<?> source : environment.getPropertySources()) {
                boolean machine = source.getName().equals("systemEnvironment")
                        || source.getName().equals("systemProperties");
                if (source instanceof EnumerablePropertySource<?> named && !machine) {
                    Collections.addAll(names, named.getPropertyNames());
                }
            }
        }
        return names;
    }

    /** Those of Aftertalk, from what its build says of them. */
    synchronized Set<String> ours() {
        if (ours == null) {
            Set<String> names = new TreeSet<>();
            try {
                for (URL file : Collections.list(getClass().getClassLoader().getResources(METADATA))) {
                    try (InputStream in = file.openStream()) {
                        read(new ObjectMapper().readTree(in), names);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            names.addAll(given());
            ours = names;
        }
        return ours;
    }

    private static void read(JsonNode metadata, Set<String> names) {
        for (JsonNode each : metadata.path("properties")) {
            if (each.path("sourceType").asText().startsWith(OURS)) {
                names.add(each.path("name").asText());
            }
        }
    }
}
