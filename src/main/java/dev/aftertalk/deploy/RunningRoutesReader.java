package dev.aftertalk.deploy;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.ResourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Has Camel read the routes and kamelets that run, whatever stands on the disk meanwhile. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RunningRoutesReader implements CamelContextCustomizer {

    private final RunningRoutes running;
    private final RouteFolders folders;

    RunningRoutesReader(RunningRoutes running, Environment settings) {
        this.running = running;
        this.folders = new RouteFolders(settings);
    }

    @Override
    public void configure(CamelContext context) {
        RouteFileSearch search = new RouteFileSearch();
        search.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(PackageScanResourceResolver.class, search);
        RunningKamelets kamelets = new RunningKamelets(running, folders);
        kamelets.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(ResourceLoader.class, kamelets);
    }
}
