package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.CamelFault;
import dev.aftertalk.deploy.CamelRoutes;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.Environment;

/**
 * Looks at files by making their routes of the real components, beans and settings, once nothing else is wrong with them: some faults show only
 * then. For one decision; not for several threads.
 */
final class Trial implements RouteCheck {

    private final RouteCheck first;
    private final CamelRoutes routes;
    private final RunningRoutes running;
    private final Environment settings;
    private final Map<RouteSet, List<Finding>> known = new HashMap<>();

    /** @param first finds what can be found without it */
    Trial(RouteCheck first, CamelRoutes routes, RunningRoutes running, Environment settings) {
        this.first = first;
        this.routes = routes;
        this.running = running;
        this.settings = settings;
    }

    @Override
    public List<Finding> check(RouteSet files) {
        List<Finding> findings = known.get(files);
        if (findings == null) {
            findings = new ArrayList<>(first.check(files));
            if (findings.stream().noneMatch(Finding::isFault)) {
                findings.addAll(tryOut(files));
            }
            known.put(files, findings);
        }
        return findings;
    }

    /**
     * The same for files that have not changed, while what they depend on has.
     *
     * @param changed those that are to be made anew
     */
    List<Finding> check(RouteSet files, Dependencies changed) {
        List<Finding> findings = new ArrayList<>(first.check(files));
        if (findings.stream().noneMatch(Finding::isFault)) {
            findings.addAll(tryOut(files, changed));
        }
        return findings;
    }

    private List<Finding> tryOut(RouteSet files) {
        return tryOut(files, Dependencies.of(running.files(), files));
    }

    private List<Finding> tryOut(RouteSet files, Dependencies changed) {
        RouteSet before = running.files();
        Set<Path> paths = new TreeSet<>(changed.routes());
        for (RouteFile file : files.files()) {
            if (file.kind() == RouteFile.Kind.ROUTES
                    && !routes.made(file.path()).filter(file::equals).isPresent()) {
                paths.add(file.path());
            }
        }
        List<Finding> faults = running.whileTrying(files, () -> {
            List<Finding> found = new ArrayList<>();
            forget(changed);
            for (Path path : changed.configurations()) {
                files.file(path).ifPresent(file -> attempt(file, found, () -> routes.configure(path, file)));
            }
            for (Path path : paths) {
                RouteFile file = files.file(path).orElseThrow();
                attempt(
                        file,
                        found,
                        () -> routes.tryOut(file, other -> files.file(other).isPresent()));
            }
            return found;
        });
        try {
            Definitions.use(routes, before, changed);
        } catch (Exception e) {
            throw new IllegalStateException("What ran before can't be used any more", e);
        }
        return faults;
    }

    private void forget(Dependencies changed) {
        try {
            Definitions.forget(routes, changed);
            routes.forgetKamelets(changed.kamelets());
        } catch (Exception e) {
            throw new IllegalStateException("Camel can't forget what is replaced", e);
        }
    }

    private void attempt(RouteFile file, List<Finding> found, Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception e) {
            found.add(finding(file, e, settings));
        } catch (LinkageError | StackOverflowError e) { // such as of a library in lib/ that lacks another
            found.add(finding(file, new IllegalStateException(e), settings));
        }
    }

    static Finding finding(RouteFile file, Exception failure, Environment settings) {
        CamelFault fault = CamelFault.of(file, failure, settings);
        return new Finding(file.path(), fault.line(), 0, Finding.Level.FAULT, fault.problem());
    }

    private interface Attempt {
        void run() throws Exception;
    }
}
