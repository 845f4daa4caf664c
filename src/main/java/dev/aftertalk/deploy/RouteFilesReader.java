package dev.aftertalk.deploy;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Has the route files looked at before the first bean, database or port. Refuses a start without a single one: such a server would say that it
 * is ready, and lose every event.
 */
@Component
class RouteFilesReader implements BeanFactoryPostProcessor, EnvironmentAware, Ordered {

    private Environment settings;

    @Override
    public void setEnvironment(Environment environment) {
        this.settings = environment;
    }

    /** After the settings were read, before all others. */
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
}
