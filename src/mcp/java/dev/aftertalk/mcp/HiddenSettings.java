package dev.aftertalk.mcp;

import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings for a check on behalf of who may not know them: a finding may quote what stands in a text, and a text can hold any setting. Which
 * names there are is left, and what the check itself goes by.
 */
final class HiddenSettings extends EnumerablePropertySource<ConfigurableEnvironment> {

    /** A number, a text, and a time: what fits where a setting is used, in most places. */
    private static final String INSTEAD = "1";

    /** Where the files are, and what they may use. */
    private static final Set<String> OF_THE_CHECK = Set.of(
            "camel.main.routes-include-pattern",
            "camel.component.kamelet.location",
            "mail.templates",
            "aftertalk.data-dir",
            "iadvize.keep.workflows",
            "routes.allowed-components",
            "routes.allowed-hosts");

    private HiddenSettings(ConfigurableEnvironment settings) {
        super("hidden settings", settings);
    }

    static Environment of(ConfigurableEnvironment settings) {
        return new AbstractEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addLast(new HiddenSettings(settings));
            }
        };
    }

    /** Those that somebody has set, but for what the machine has. */
    @Override
    public String[] getPropertyNames() {
        Set<String> names = new LinkedHashSet<>();
        for (PropertySource<?> each : getSource().getPropertySources()) {
            boolean machine = each.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
                    || each.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
            if (!machine && each instanceof EnumerablePropertySource<?> named) {
                names.addAll(Set.of(named.getPropertyNames()));
            }
        }
        return names.toArray(String[]::new);
    }

    @Override
    public boolean containsProperty(String name) {
        return getSource().containsProperty(name);
    }

    @Override
    public Object getProperty(String name) {
        if (OF_THE_CHECK.contains(name)) {
            return getSource().getProperty(name);
        }
        if (!getSource().containsProperty(name)) {
            return null;
        }
        return isSwitch(name) ? getSource().getProperty(name) : INSTEAD;
    }

    /** Whether it is yes or no, which a number would be no value for. */
    private boolean isSwitch(String name) {
        try {
            String value = getSource().getProperty(name);
            return "true".equals(value) || "false".equals(value) || value != null && value.isEmpty();
        } catch (IllegalArgumentException e) {
            return false; // it holds a setting that there is not
        }
    }
}
