package dev.aftertalk.deploy.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The components there are, and what each takes: as the jars say that bring them, those in {@code lib/} included, otherwise as Camel's catalog. */
final class Components {

    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";
    private static final String LISTS = "META-INF/services/org/apache/camel/component.properties";
    private static final List<String> OURS = List.of("ledger", "iadvize", "jira-issue");

    private final ClassLoader loader = Components.class.getClassLoader();
    private final Map<String, Optional<ComponentModel>> models = new ConcurrentHashMap<>();
    private final Map<String, Boolean> there = new ConcurrentHashMap<>();
    private Set<String> ofCamel;
    private CamelCatalog catalog;
    private Set<String> names;

    private Components() {}

    private static final class Holder {
        private static final Components ALL = new Components();
    }

    /** Those of the class path. */
    static Components shipped() {
        return Holder.ALL;
    }

    boolean isThere(String scheme) {
        return !scheme.isEmpty() && there.computeIfAbsent(scheme, name -> loader.getResource(SERVICES + name) != null);
    }

    /** Those that are there. */
    synchronized Set<String> names() {
        if (names == null) {
            Set<String> all = new TreeSet<>(OURS);
            try {
                for (URL list : Collections.list(loader.getResources(LISTS))) {
                    try (InputStream in = list.openStream()) {
                        all.addAll(List.of(properties(in)
                                .getProperty("components", "")
                                .strip()
                                .split("\\s+")));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            names = all;
        }
        return names;
    }

    /** Those of Camel that are not there, and would be once they were put into {@code lib/}. */
    synchronized boolean isOfCamel(String scheme) {
        if (ofCamel == null) {
            ofCamel = Set.copyOf(catalog().findComponentNames());
        }
        return ofCamel.contains(scheme);
    }

    /** What stands behind {@code camel-} in the name of the library that brings a component of Camel. */
    String library(String scheme) {
        return catalog().componentModel(scheme).getArtifactId().replaceFirst("^camel-", "");
    }

    private synchronized CamelCatalog catalog() {
        if (catalog == null) {
            catalog = new DefaultCamelCatalog();
        }
        return catalog;
    }

    /** What a component takes; empty where nobody says it. */
    Optional<ComponentModel> model(String scheme) {
        return models.computeIfAbsent(scheme, this::read);
    }

    private Optional<ComponentModel> read(String scheme) {
        try (InputStream service = loader.getResourceAsStream(SERVICES + scheme)) {
            if (service == null) {
                return Optional.empty();
            }
            String type = properties(service).getProperty("class", "");
            String folder = type.contains(".")
                    ? type.substring(0, type.lastIndexOf('.')).replace('.', '/')
                    : "";
            try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + "/" + scheme + ".json")) {
                String text = json != null
                        ? new String(json.readAllBytes(), StandardCharsets.UTF_8)
                        : catalog().componentJSonSchema(scheme);
                return Optional.ofNullable(text).map(JsonMapper::generateComponentModel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties properties(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        return properties;
    }
}
