package dev.aftertalk.deploy;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Has the route files looked at before the first bean, database or port, and found by Camel behind links and with endings in capitals. Refuses a start
 * without a single one: such a server would say that it is ready, and lose every event.
 */
@Component
class RouteFilesReader implements BeanFactoryPostProcessor, EnvironmentAware, CamelContextCustomizer, Ordered {

    private Environment settings;

    @Override
    public void setEnvironment(Environment environment) {
        this.settings = environment;
    }

    /** After the settings were read, before all others; of what is done to Camel, first. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    /**
     * @throws NoRouteFilesException when patterns name files and there are none
     * @throws BadRouteFilesException when there are some that Camel could not read, or would read as something else
     */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        new RouteFolders(settings).check();
    }

    @Override
    public void configure(CamelContext context) {
        RouteFileSearch search = new RouteFileSearch();
        search.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(PackageScanResourceResolver.class, search);
    }
}
