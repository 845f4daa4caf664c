package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFolders;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses a start without a single route file, before the first bean, database or port: such a server would say that it is ready, and lose
 * every event.
 */
@Component
class StartCheck implements BeanFactoryPostProcessor, EnvironmentAware, Ordered {

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

    /** Refuses it with the folders where there should be some. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        new RouteFolders(settings).requireFiles();
    }
}
