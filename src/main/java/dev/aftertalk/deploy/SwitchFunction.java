package dev.aftertalk.deploy;

import dev.aftertalk.settings.Switches;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The placeholders {@code {{on:SETTING}}} and {@code {{off:SETTING}}}: exactly {@code true} or {@code false}, whatever spelling of a truth
 * value the setting has. Camel's own {@code {{!SETTING}}} negates only the words true and false and hands on any other, so that {@code off}
 * would run a step: in route files it is taken for {@code {{off:SETTING}}} ({@link RouteFileText}). What is neither yes nor no counts as off.
 */
final class SwitchFunction implements PropertiesFunction {

    static final String ON = "on";
    static final String OFF = "off";

    private static final Logger LOG = LoggerFactory.getLogger(SwitchFunction.class);

    private final CamelContext context;
    private final String name;

    /** @param name {@link #ON} or {@link #OFF} */
    SwitchFunction(CamelContext context, String name) {
        this.context = context;
        this.name = name;
    }

    @Override
    public String getName() {
        return name;
    }

    /** @throws IllegalArgumentException when there is no such setting, as for any other placeholder */
    @Override
    public String apply(String setting) {
        String value = context.resolvePropertyPlaceholders("{{" + setting + "}}");
        boolean on = Switches.read(value).orElseGet(() -> {
            LOG.warn("{} is \"{}\" and counts as off; it may be {}", setting, value, Switches.MAY_BE);
            return false;
        });
        return String.valueOf(on == name.equals(ON));
    }
}
