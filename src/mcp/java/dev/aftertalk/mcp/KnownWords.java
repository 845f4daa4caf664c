package dev.aftertalk.mcp;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * All that the routes and kamelets that run say, key by key and value by value. A text that says nothing else asks nothing of events, settings and
 * other systems that they are not asked anyway: no expression, setting, address or parameter of its own.
 */
final class KnownWords {

    /** What people call things; nothing is done with it. */
    private static final Set<String> NAMES = Set.of("id", "description", "note");

    /** Below these stands what is given to something, whatever it is called. */
    private static final Set<String> GIVEN = Set.of("parameters", "properties");

    private final Set<String> keys = new HashSet<>();
    private final Set<String> values = new HashSet<>();

    KnownWords(RouteSet running) {
        running.files().stream().filter(KnownWords::isYaml).forEach(file -> collect(read(file)));
    }

    private static boolean isYaml(RouteFile file) {
        return file.kind() == RouteFile.Kind.ROUTES || file.kind() == RouteFile.Kind.KAMELET;
    }

    /** What a file holds as YAML. */
    static Object read(RouteFile file) {
        return new Load(LoadSettings.builder().build())
                .loadFromReader(new YamlUnicodeReader(new ByteArrayInputStream(file.bytes())));
    }

    private void collect(Object part) {
        if (part instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                keys.add(String.valueOf(key));
                collect(value);
            });
        } else if (part instanceof List<?> list) {
            list.forEach(this::collect);
        } else {
            values.add(String.valueOf(part));
        }
    }

    /**
     * What a text says that no file that runs does; empty for nothing. Of what is neither routes nor a kamelet all is new.
     *
     * @throws IllegalArgumentException when it can't be read
     */
    Set<String> fresh(RouteFile file) {
        Set<String> fresh = new TreeSet<>();
        if (!isYaml(file)) {
            fresh.add(file.path().toString());
            return fresh;
        }
        try {
            find(read(file), "", fresh);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("It can't be read: check_file says where and why.", e);
        }
        return fresh;
    }

    private void find(Object part, String below, Set<String> fresh) {
        if (part instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (!keys.contains(String.valueOf(key))) {
                    fresh.add(String.valueOf(key));
                }
                if (GIVEN.contains(below) || !isName(String.valueOf(key), value)) {
                    find(value, String.valueOf(key), fresh);
                }
            });
        } else if (part instanceof List<?> list) {
            list.forEach(each -> find(each, below, fresh));
        } else if (!values.contains(String.valueOf(part))) {
            fresh.add(String.valueOf(part));
        }
    }

    private static boolean isName(String key, Object value) {
        return NAMES.contains(key) && value instanceof String text && !text.contains("{");
    }
}
