package dev.aftertalk.deploy;

import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How a CamelContext reads route files and kamelets: what they say arrives as it is written. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RouteFiles implements CamelContextCustomizer {

    private static final String LOADER = "routes-builder-loader-";

    @Override
    public void configure(CamelContext context) {
        for (ExactPlaceholder.Place place : ExactPlaceholder.Place.values()) {
            context.getPropertiesComponent().addPropertiesFunction(new ExactPlaceholder(context, place));
        }
        context.getCamelContextExtension().addContextPlugin(ProcessorFactory.class, new RouteSteps());
        // Found there like a bean, it gets its settings as Camel's own would.
        context.getRegistry().bind("kamelet", KameletComponent.class, new ExactKamelets());
        bind(context, new RouteFileLoader(), "yaml", "camel.yaml");
        bind(context, new KameletFileLoader(), "kamelet.yaml");
    }

    private static void bind(CamelContext context, RoutesBuilderLoader loader, String... extensions) {
        loader.setCamelContext(context);
        for (String extension : extensions) {
            context.getRegistry().bind(LOADER + extension, RoutesBuilderLoader.class, loader);
        }
    }
}
