package dev.aftertalk.deploy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesFunction;
import org.springframework.core.env.PropertyResolver;

/**
 * The placeholder {@code {{configured:SETTINGS}}}, for a route's {@code precondition}: {@code true} when none of the
 * {@link NeededSettings} is missing or can't be used, otherwise {@code false}.
 */
final class ConfiguredFunction implements PropertiesFunction {

    private static final String NAME = "configured";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{" + NAME + ":([^}]*)}}");

    private final PropertyResolver settings;
    private final WorkflowSettings wrong;

    ConfiguredFunction(PropertyResolver settings, WorkflowSettings wrong) {
        this.settings = settings;
        this.wrong = wrong;
    }

    /** What a precondition asks for; empty when it does not use this function. */
    static Optional<NeededSettings> in(String precondition) {
        Matcher found = PLACEHOLDER.matcher(precondition == null ? "" : precondition);
        return found.find() ? Optional.of(NeededSettings.parse(found.group(1))) : Optional.empty();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String apply(String needs) {
        NeededSettings needed = NeededSettings.parse(needs);
        return String.valueOf(
                needed.missing(settings).isEmpty() && needed.wrong(wrong).isEmpty());
    }
}
