package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.BadRouteFilesException;
import dev.aftertalk.deploy.RouteFolders;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
class StartCheck implements BeanFactoryPostProcessor, EnvironmentAware, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

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

    /** @throws BadRouteFilesException when there are files that Camel could not read, or would read as something else */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        RouteFolders folders = new RouteFolders(settings);
        folders.requireFiles();
        List<String> faults = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        for (Finding finding : RouteFilesCheck.readable(folders.read())) {
            (finding.isFault() ? faults : doubts).add(finding.toString());
        }
        if (!faults.isEmpty()) {
            throw new BadRouteFilesException(faults);
        }
        doubts.forEach(LOG::warn);
    }
}
