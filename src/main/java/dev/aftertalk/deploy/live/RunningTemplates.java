package dev.aftertalk.deploy.live;

import dev.aftertalk.connectors.mail.TemplateSource;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Gives the mails the templates that run. */
@Component
class RunningTemplates implements TemplateSource {

    private final RunningRoutes running;
    private final Path folder;
    private volatile Templates last = new Templates(null, Map.of());

    RunningTemplates(RunningRoutes running, @Value("${mail.templates}") Path folder) {
        this.running = running;
        this.folder = folder;
    }

    private record Templates(RouteSet of, Map<String, byte[]> files) {}

    @Override
    public Map<String, byte[]> templates() {
        RouteSet now = running.files();
        Templates known = last;
        if (known.of() != now) {
            known = new Templates(now, now.templates(folder));
            last = known;
        }
        return known.files();
    }
}
