package dev.aftertalk.deploy;

import dev.aftertalk.text.ExactText;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * The placeholders that {@link ExactParameters} makes of those in parameters, such as {@code {{raw:SETTING}}} of {@code {{SETTING}}}: what a
 * setting, or a parameter of a kamelet, holds arrives as well.
 */
final class ExactPlaceholder implements PropertiesFunction {

    /** Where the placeholder stands. */
    enum Place {
        /** In a parameter of a component of ours. */
        OWN("exact"),
        /** In {@code RAW(…)}. */
        RAW("raw"),
        /** It is a whole parameter of another component. */
        WHOLE("whole"),
        /** In a part of a URI where special characters can't be. */
        BARE("plain");

        private final String function;

        Place(String function) {
            this.function = function;
        }

        /** @param name of the setting, as it stands between the braces */
        String placeholder(String name) {
            return name.startsWith("?") ? "{{?" + function + ":" + name + "}}" : "{{" + function + ":" + name + "}}";
        }
    }

    private final CamelContext context;
    private final Place place;

    ExactPlaceholder(CamelContext context, Place place) {
        this.context = context;
        this.place = place;
    }

    @Override
    public String getName() {
        return place.function;
    }

    /** @throws IllegalArgumentException with what to write instead, for what would not arrive */
    @Override
    public String apply(String name) {
        String value = context.resolvePropertyPlaceholders("{{" + name + "}}");
        if (value == null || value.isEmpty() && name.startsWith("?")) {
            return null; // an optional one: the parameter is left out
        }
        try {
            return written(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("{{" + name + "}}: " + e.getMessage() + ".", e);
        }
    }

    private String written(String value) {
        return switch (place) {
            case OWN -> ExactText.standIns(value);
            case RAW -> ExactText.inRaw(ExactText.checkRaw(value));
            case WHOLE ->
                ExactText.isChanged(value) ? "RAW(" + ExactText.inRaw(ExactText.checkRaw(value)) + ")" : value;
            case BARE -> {
                if (ExactText.isChanged(value)) {
                    throw new IllegalArgumentException(
                            "here it can't hold & + % # or a line break; write the step's uri"
                                    + " without its query, and each of its parameters in a line of its own below parameters:");
                }
                yield value;
            }
        };
    }
}
