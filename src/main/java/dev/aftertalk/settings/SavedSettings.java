package dev.aftertalk.settings;

import dev.aftertalk.text.FileFault;
import dev.aftertalk.text.UnreadableFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The settings as they are saved now, beside those that the server was started with. What routes alone read may become another while the
 * server runs; what a part of the server has read at the start stays until the next one. Arguments and variables win over files as at a start.
 */
public final class SavedSettings {

    /** Ours, that the server itself only checks. */
    private static final Set<String> ROUTES_ALONE = Set.of("survey.delay");

    /** What begins so Spring, Camel and the libraries read at the start. */
    private static final Set<String> OTHERS =
            Set.of("spring", "server", "management", "logging", "camel", "debug", "trace", "info");

    /** As Spring calls what it reads from files. */
    private static final String FROM_FILES = "Config ";

    private static final Pattern FILE = Pattern.compile("file \\[([^\\]]+)]|Config tree '([^']+)'");

    /** What is drawn anew each time is no change. */
    private static final String DRAWN = "${random.";

    private final ConfigurableEnvironment running;
    private final Collection<Class<?>> records;
    private final Set<String> wrongAtStart;
    private final List<String> unknownAtStart;
    private final ChangedSettings changed = new ChangedSettings();
    private Map<String, ChangedSettings.Value> before = Map.of();

    /**
     * @param running the settings the server was started with
     * @param records what they are bound to
     * @param faults what was wrong with them then
     */
    SavedSettings(ConfigurableEnvironment running, Collection<Class<?>> records, List<SettingFault> faults) {
        this.running = running;
        this.records = records;
        this.wrongAtStart = faults.stream().map(SettingFault::setting).collect(Collectors.toSet());
        this.unknownAtStart = UnknownSettings.in(running, records);
        running.getPropertySources().addFirst(changed);
    }

    /** What was read. */
    public static final class Read {

        private final Map<String, ChangedSettings.Value> values = new HashMap<>();
        private final Set<String> atRestart = new TreeSet<>();
        private List<SettingFault> faults = List.of();
        private List<String> doubts = List.of();

        private Read() {}

        /** Names that look misspelt and were not there at the start: a sentence each. */
        public List<String> doubts() {
            return doubts;
        }

        /** What is wrong; then nothing of it counts. */
        public List<SettingFault> faults() {
            return faults;
        }

        /** The names of those that are another from the next start on. */
        public Set<String> atRestart() {
            return Set.copyOf(atRestart);
        }
    }

    /** The files, and folders of secret files, that settings come from, or would if they were there. */
    public Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>(
                List.of(Path.of("application.properties"), Path.of("config/application.properties")));
        for (PropertySource<?> source : running.getPropertySources()) {
            Matcher found = FILE.matcher(source.getName());
            if (source.getName().startsWith(FROM_FILES) && found.find()) {
                files.add(Path.of(found.group(1) != null ? found.group(1) : found.group(2)));
            }
        }
        return files;
    }

    /** Reads all of them anew, as at a start. */
    public Read read() {
        Read read = new Read();
        StandardEnvironment saved = new StandardEnvironment();
        try {
            load(saved);
            read.faults = new SettingsCheck(saved, records)
                    .check().stream()
                            .filter(fault -> !wrongAtStart.contains(fault.setting()))
                            .toList();
            read.doubts = UnknownSettings.in(saved, records).stream()
                    .filter(sentence -> !unknownAtStart.contains(sentence))
                    .toList();
        } catch (BadSettingsException e) {
            read.faults = e.faults();
        } catch (UnreadableFileException | ConfigDataException | IllegalStateException e) {
            read.faults = List.of(new SettingFault("", FileFault.within(e).orElse(e.getMessage())));
        }
        if (read.faults.isEmpty()) {
            changed.whileTrying(Map.of(), () -> {
                compare(saved, read);
                return null;
            });
        }
        return read;
    }

    private void load(StandardEnvironment saved) {
        List<PropertySource<?>> sources = running.getPropertySources().stream()
                .filter(source -> !source.getName().startsWith(FROM_FILES)
                        && source != changed
                        && !source.getName().equals(GivenSettings.SOURCE)
                        && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                .toList();
        List<String> standard =
                saved.getPropertySources().stream().map(PropertySource::getName).toList();
        standard.forEach(saved.getPropertySources()::remove);
        sources.forEach(saved.getPropertySources()::addLast);
        ConfigDataEnvironmentPostProcessor.applyTo(
                saved, new DefaultResourceLoader(), null, running.getActiveProfiles());
    }

    private void compare(StandardEnvironment saved, Read read) {
        Set<String> known = new SettingsCatalog(Binder.get(saved))
                .all(records).stream().map(setting -> usual(setting.name())).collect(Collectors.toSet());
        Set<String> names = names(saved);
        names.addAll(names(running));
        GivenSettings places = new GivenSettings(saved);
        read.faults = names.stream()
                .filter(name -> !isReadable(saved, name) && isReadable(running, name))
                .map(name -> SettingsCheck.unresolved(name, places.place(name)))
                .toList();
        names.removeIf(name -> !isReadable(saved, name) && isReadable(running, name));
        for (String name : names) {
            String is = value(running, name);
            String will = value(saved, name);
            if (!Objects.equals(is, will)) {
                if (will == null || isFixed(name, known)) {
                    read.atRestart.add(name);
                } else {
                    read.values.put(name, new ChangedSettings.Value(will, origin(saved, name)));
                }
            }
        }
    }

    private boolean isFixed(String name, Set<String> known) {
        if (wrongAtStart.contains(name) || OTHERS.contains(name.split("\\.", 2)[0])) {
            return true;
        }
        if (ROUTES_ALONE.contains(name) || name.startsWith(SettingsCatalog.SWITCHES + ".")) {
            return false;
        }
        ConfigurationPropertyName part = ConfigurationPropertyName.adapt(name, '.');
        while (!part.isEmpty()) {
            if (known.contains(part.toString())) {
                return true;
            }
            part = part.getParent();
        }
        return false;
    }

    private static String usual(String name) {
        return ConfigurationPropertyName.adapt(name, '.').toString();
    }

    /** Of the files: the rest can't change. */
    private static Set<String> names(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source.getName().startsWith(FROM_FILES))
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .filter(name -> !isDrawn(environment, name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isDrawn(ConfigurableEnvironment environment, String name) {
        return environment.getPropertySources().stream()
                .map(source -> source.getProperty(name))
                .anyMatch(value -> value != null && value.toString().contains(DRAWN));
    }

    private static String value(ConfigurableEnvironment environment, String name) {
        return isReadable(environment, name) ? environment.getProperty(name) : null;
    }

    private static boolean isReadable(ConfigurableEnvironment environment, String name) {
        try {
            environment.getProperty(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // it holds ${…} with a name that is not set
        }
    }

    private static org.springframework.boot.origin.Origin origin(ConfigurableEnvironment saved, String name) {
        return saved.getPropertySources().stream()
                .filter(source -> source.getName().startsWith(FROM_FILES))
                .map(source -> OriginLookup.getOrigin(source, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The names of those that would become another while the server runs. */
    public Set<String> changes(Read read) {
        Set<String> names = new TreeSet<>(read.values.keySet());
        names.addAll(changed.now().keySet());
        names.removeIf(name -> Objects.equals(text(read.values, name), text(changed.now(), name)));
        return names;
    }

    private static String text(Map<String, ChangedSettings.Value> values, String name) {
        ChangedSettings.Value value = values.get(name);
        return value == null ? null : value.text();
    }

    /** Has them count for what this thread does meanwhile. */
    public <T> T whileTrying(Read read, Supplier<T> work) {
        return changed.whileTrying(read.values, work);
    }

    /** Has them count from now on. */
    public void use(Read read) {
        before = changed.now();
        changed.use(read.values);
    }

    /** Has those count again that did before the last {@link #use}. */
    public void goBack() {
        changed.use(before);
    }
}
