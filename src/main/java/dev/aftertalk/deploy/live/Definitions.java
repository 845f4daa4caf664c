package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.CamelRoutes;
import dev.aftertalk.deploy.RouteSet;
import java.nio.file.Path;

/** What routes are made of besides their own files: it counts for those that are made from now on. */
final class Definitions {

    private Definitions() {}

    /**
     * Puts the kamelets and route configurations that have changed in the place of those that were there.
     *
     * @param files where they are
     * @throws Exception what is wrong with a route configuration
     */
    static void use(CamelRoutes routes, RouteSet files, Dependencies changed) throws Exception {
        routes.forgetKamelets(changed.kamelets());
        forget(routes, changed);
        for (Path path : changed.configurations()) {
            routes.configure(path, files.file(path).orElse(null));
        }
    }

    /** All at first: one may have moved to another file, and Camel takes no two of one id. */
    static void forget(CamelRoutes routes, Dependencies changed) throws Exception {
        for (Path path : changed.configurations()) {
            routes.configure(path, null);
        }
    }
}
