package dev.aftertalk.deploy;

import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.spi.Resource;

/** Gives Camel the kamelets that run, in place of what stands on the disk under their names. All else is read from where it is. */
final class RunningKamelets extends DefaultResourceLoader {

    private static final String FILE = "file:";

    private final RunningRoutes running;
    private final RouteFolders folders;

    RunningKamelets(RunningRoutes running, RouteFolders folders) {
        this.running = running;
        this.folders = folders;
    }

    @Override
    public Resource resolveResource(String uri) {
        if (uri.startsWith(FILE) && uri.endsWith(RouteFolders.KAMELET)) {
            java.nio.file.Path path = java.nio.file.Path.of(uri.substring(FILE.length()));
            if (folders.isKamelets(path.getParent())) {
                return running.file(path).<Resource>map(SavedRouteFile::new).orElseGet(() -> new NoResource(uri));
            }
        }
        return super.resolveResource(uri);
    }
}
