package dev.aftertalk.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.ResolvableType;

/**
 * The settings there are: what the records with {@link ConfigurationProperties} declare, the switches {@code workflows.NAME}, the database's, and
 * those of Spring's and Camel's that application.properties shows.
 */
final class SettingsCatalog {

    static final String SWITCHES = "workflows";

    /** Spring's own, which come from secret files as often as ours, how it writes the log, and the folder that its database's address names. */
    private static final List<String> TEXTS = List.of(
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "logging.structured.format.console",
            "aftertalk.data-dir");

    /** What Spring and Camel read themselves, of what application.properties shows. */
    private static final Map<String, Class<?>> OTHERS = Map.of(
            "server", WebServer.class,
            "server.servlet.session", Session.class,
            "camel.component.http", HttpSteps.class);

    private static final Annotation[] NONE = {};

    private record WebServer(
            @Min(0) @Max(65_535) Integer port, ServerProperties.ForwardHeadersStrategy forwardHeadersStrategy) {}

    /** Spring takes a number alone for seconds. */
    private record Session(@DurationUnit(ChronoUnit.SECONDS) Duration timeout) {}

    /** Camel takes a number of milliseconds and nothing else. */
    private record HttpSteps(
            @DurationUnit(ChronoUnit.MILLIS) Duration connectTimeout,
            @DurationUnit(ChronoUnit.MILLIS) Duration responseTimeout,
            @DurationUnit(ChronoUnit.MILLIS) Duration soTimeout,
            @DurationUnit(ChronoUnit.MILLIS) Duration connectionRequestTimeout) {}

    private final Binder given;

    /** @param given the settings, for the names people choose themselves: campaigns, switches */
    SettingsCatalog(Binder given) {
        this.given = given;
    }

    List<Setting> of(Class<?> settings) {
        List<Setting> found = new ArrayList<>();
        collect(prefix(settings), settings, found);
        return found;
    }

    List<Setting> all(Collection<Class<?>> records) {
        Stream<Setting> declared = records.stream().flatMap(type -> of(type).stream());
        Stream<Setting> switches = keys(SWITCHES).stream()
                .map(name -> new Setting(SWITCHES + "." + name, ResolvableType.forClass(Boolean.class), NONE));
        Stream<Setting> texts =
                TEXTS.stream().map(name -> new Setting(name, ResolvableType.forClass(String.class), NONE));
        List<Setting> others = new ArrayList<>();
        OTHERS.forEach((prefix, type) -> collect(prefix, type, others));
        return Stream.of(declared, switches, texts, others.stream())
                .flatMap(each -> each)
                .toList();
    }

    static String prefix(Class<?> settings) {
        ConfigurationProperties declared = settings.getAnnotation(ConfigurationProperties.class);
        return declared.value().isEmpty() ? declared.prefix() : declared.value();
    }

    /** Where people choose the next part of the name themselves, such as {@code promo.campaigns}. */
    List<String> maps(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .filter(component -> component.getType() == Map.class)
                .map(component -> prefix(settings) + "." + DataObjectPropertyName.toDashedForm(component.getName()))
                .toList();
    }

    private void collect(String prefix, Class<?> type, List<Setting> found) {
        RecordComponent[] components = type.getRecordComponents();
        Annotation[][] annotations = canonical(type, components).getParameterAnnotations();
        for (int n = 0; n < components.length; n++) {
            RecordComponent component = components[n];
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            ResolvableType declared = ResolvableType.forMethodReturnType(component.getAccessor());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), found);
            } else if (component.getType() == Map.class) {
                Class<?> each = declared.getGeneric(1).resolve(Object.class);
                keys(name).stream()
                        .filter(key -> each.isRecord())
                        .forEach(key -> collect(name + "." + key, each, found));
            } else {
                found.add(new Setting(name, declared, annotations[n]));
            }
        }
    }

    private Set<String> keys(String prefix) {
        return new TreeSet<>(given.bind(GivenSettings.name(prefix), Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .orElse(Set.of()));
    }

    private static Constructor<?> canonical(Class<?> type, RecordComponent[] components) {
        try {
            return type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record without its constructor: " + type, e);
        }
    }
}
