package dev.aftertalk.deploy;

import dev.aftertalk.text.Misspelt;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Gives a component its settings {@code camel.component.NAME.*} also where only its plain jar lies in {@code lib/}: Camel on Spring Boot has
 * them set by the component's starter alone, and ignores them without a word when there is none.
 */
@org.springframework.stereotype.Component
class PlainComponentSettings implements ComponentCustomizer {

    private static final String SETTINGS = "camel.component.";

    private final Environment settings;
    private final BeanFactory beans;

    PlainComponentSettings(Environment settings, BeanFactory beans) {
        this.settings = settings;
        this.beans = beans;
    }

    /** For those that no starter and nothing of ours has made. */
    @Override
    public boolean isEnabled(String name, Component component) {
        return !beans.containsBean(name) && !beans.containsBean(name + "-component");
    }

    /** @throws IllegalArgumentException for a setting that is no option of the component */
    @Override
    public void configure(String name, Component component) {
        Map<String, Object> options = new TreeMap<>();
        Binder.get(settings)
                .bind(SETTINGS + name, Bindable.mapOf(String.class, String.class))
                .ifBound(given -> given.forEach((key, value) -> options.put(StringHelper.dashToCamelCase(key), value)));
        if (options.isEmpty()) {
            return;
        }
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        PropertyBindingSupport.build()
                .withCamelContext(component.getCamelContext())
                .withTarget(component)
                .withConfigurer(configurer)
                .withIgnoreCase(true)
                .withRemoveParameters(true)
                .withProperties(options)
                .bind();
        options.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException(SETTINGS + name + "." + StringHelper.camelCaseToDash(unknown)
                    + " is set, and the component " + name + " has no such option"
                    + Misspelt.near(unknown, known(configurer, component))
                            .map(near -> "; did you mean " + StringHelper.camelCaseToDash(near) + "?")
                            .orElse(""));
        });
    }

    private static Set<String> known(PropertyConfigurer configurer, Component component) {
        return configurer instanceof ExtendedPropertyConfigurerGetter getter
                ? getter.getAllOptions(component).keySet()
                : Set.of();
    }
}
