package dev.aftertalk.deploy;

import dev.aftertalk.settings.GivenValues;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.TypeConversionException;

/** What Camel says of a fault in a route, in the words it is worth. */
final class RouteFault {

    private RouteFault() {}

    /** @param chain the failure and its causes, down to the first */
    static String of(List<Throwable> chain) {
        PropertyBindingException option = last(chain, PropertyBindingException.class);
        TypeConversionException type = last(chain, TypeConversionException.class);
        Throwable root = chain.get(chain.size() - 1);
        if (option != null && type != null) {
            String name = option.getPropertyName();
            String shown = GivenValues.isSecret(name) ? " can't be used" : " is \"" + option.getValue() + "\"";
            return name + shown + "; it may be " + GivenValues.mayBe(type.getToType());
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        String indented = message.strip().replaceAll("\\R", System.lineSeparator() + "  ");
        if (option != null && !indented.contains(option.getPropertyName())) {
            return option.getPropertyName() + ": " + indented;
        }
        return root instanceof FileNotFoundException ? "There is no such file: " + indented : indented;
    }

    private static <T> T last(List<Throwable> chain, Class<T> type) {
        return chain.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
