package dev.aftertalk.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.lang.annotation.Annotation;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.ResolvableType;

/**
 * One setting, as its record declares it.
 *
 * @param name as in application.properties
 * @param type what it is read as
 * @param annotations of the record's component: its bounds, its default
 */
record Setting(String name, ResolvableType type, Annotation[] annotations) {

    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|secrets|token|api-key|private-key|credentials)");

    /** Whether its value must not be shown. */
    boolean isSecret() {
        return SECRET.matcher(name).matches();
    }

    Class<?> raw() {
        return type.resolve(Object.class);
    }

    /** What it is when nobody sets it; empty when that is nothing. */
    String standard() {
        return find(DefaultValue.class)
                .map(value -> String.join(",", value.value()))
                .orElse("");
    }

    /** The unit of a number alone, where others read the setting than us; empty: milliseconds, and any spelling is read. */
    Optional<ChronoUnit> unit() {
        return find(DurationUnit.class).map(DurationUnit::value);
    }

    /** Whether a number keeps the bounds that are declared, and a text is there where it must be. */
    boolean allows(Object value) {
        if (value instanceof Number number) {
            return find(Min.class).map(min -> number.longValue() >= min.value()).orElse(true)
                    && find(Max.class)
                            .map(max -> number.longValue() <= max.value())
                            .orElse(true);
        }
        return find(NotBlank.class).isEmpty()
                || value != null && !value.toString().isBlank();
    }

    /** The bounds in words, with a blank in front; empty when there are none. */
    String bounds() {
        Optional<Min> min = find(Min.class);
        Optional<Max> max = find(Max.class);
        if (min.isPresent() && max.isPresent()) {
            return " from " + min.get().value() + " to " + max.get().value();
        }
        return min.map(least -> ", " + least.value() + " or more")
                .or(() -> max.map(most -> ", " + most.value() + " or less"))
                .orElse("");
    }

    private <A extends Annotation> Optional<A> find(Class<A> type) {
        return Arrays.stream(annotations)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
