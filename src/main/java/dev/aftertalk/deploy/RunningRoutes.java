package dev.aftertalk.deploy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The files that run, in memory: what Camel reads as routes and kamelets and FreeMarker as mails is taken from here alone. So what somebody
 * saves in {@code routes/} reaches nothing before it was looked at, and what was refused never does.
 */
@Component
public class RunningRoutes {

    private final ThreadLocal<RouteSet> tried = new ThreadLocal<>();
    private volatile RouteSet files;

    @Autowired
    RunningRoutes(Environment settings) {
        this(new RouteFolders(settings).read());
    }

    /** @param files that run at first */
    public RunningRoutes(RouteSet files) {
        this.files = files;
    }

    /** Those that run now; to who tries out others, these. */
    public RouteSet files() {
        RouteSet others = tried.get();
        return others == null ? files : others;
    }

    /** Has what this thread makes be made of others, which run for nobody. */
    public <T> T whileTrying(RouteSet others, Supplier<T> work) {
        tried.set(others);
        try {
            return work.get();
        } finally {
            tried.remove();
        }
    }

    /** Has others run from now on: whoever reads one the next time gets the version that is in them. */
    public void run(RouteSet others) {
        files = others;
    }

    /** The version of a file that runs, whichever way its folder is written; empty for one that does not run. */
    Optional<RouteFile> file(Path path) {
        Path wanted = path.toAbsolutePath().normalize();
        return files().files().stream()
                .filter(file -> file.path().toAbsolutePath().normalize().equals(wanted))
                .findFirst();
    }
}
