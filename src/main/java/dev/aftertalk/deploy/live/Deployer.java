package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.BadRouteFilesException;
import dev.aftertalk.deploy.CamelRoutes;
import dev.aftertalk.deploy.LeftOutWorkflows;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.deploy.versions.VersionKeeper;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.time.SteadyClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Has run what can run of the files: at the start, and each time they have changed. What it refuses, and why, is in its {@link #state}. But for
 * that, for one thread at a time.
 */
@Component
class Deployer {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final RunningRoutes running;
    private final RouteCheck check;
    private final RouteVersions versions;
    private final LeftOutWorkflows settingsMissing;
    private final Ledger ledger;
    private final Environment settings;
    private final DeploySettings own;
    private final WebhookHold hold;
    private final LiveSettings live;
    private final Refusals refusals;
    private final Kept kept;
    private final GoneWorkflows gone;
    private final Map<RouteFile, Finding> notMade = new LinkedHashMap<>();
    private CamelRoutes routes;
    private Swaps swaps;
    private RouteSet lastGood;
    private RouteSet wanted;
    private long begun;
    private boolean isDeploying;
    private Set<String> changedSettings = Set.of();
    private volatile RoutesState state = RoutesState.NONE;

    Deployer(
            RunningRoutes running,
            RouteCheck check,
            RouteVersions versions,
            VersionKeeper keeper,
            Backlogs backlogs,
            LeftOutWorkflows settingsMissing,
            Ledger ledger,
            Environment settings,
            DeploySettings own,
            WebhookHold hold,
            LiveSettings live) {
        this.running = running;
        this.check = check;
        this.versions = versions;
        this.settingsMissing = settingsMissing;
        this.ledger = ledger;
        this.settings = settings;
        this.own = own;
        this.hold = hold;
        this.live = live;
        this.refusals = new Refusals(ledger);
        this.kept = new Kept(versions, keeper);
        this.gone = new GoneWorkflows(backlogs);
    }

    /** What runs now. */
    RoutesState state() {
        return state;
    }

    /** Whether a change of the settings may make good what was refused. */
    boolean isAnythingRefused() {
        return !refusals.isEmpty();
    }

    /** Whether the settings that are saved do not count, since something is wrong with them. */
    boolean areSettingsRefused() {
        return !live.state().refused().isEmpty();
    }

    /** The files as they were looked at last. */
    RouteSet wanted() {
        return wanted;
    }

    /**
     * Decides what runs from the start on, and has Camel know the error handling, before it knows any route.
     *
     * @throws BadRouteFilesException when the server can't do without what is refused
     */
    void prepare(ModelCamelContext camel) {
        wanted = running.files();
        lastGood = RouteSet.of(versions.lastGood().values());
        String checked = CheckedBefore.of(wanted, settings);
        boolean known =
                !checked.isEmpty() && versions.checked().filter(checked::equals).isPresent();
        routes = new CamelRoutes(camel, settingsMissing::isLeftOut);
        swaps = new Swaps(
                routes,
                running,
                hold,
                ledger,
                own.swapTimeout(),
                SteadyClock.get(),
                (file, cause) -> notMade(file, cause));
        RouteCheck first = known ? files -> List.of() : check;
        Decision.Outcome outcome;
        boolean all;
        do {
            outcome = decided(Decision.atStart(wanted, lastGood, withKnown(first)));
            all = configure(outcome.runs());
        } while (!all);
        running.run(outcome.runs());
        refusals.now(outcome);
    }

    /** @return false when there is one that Camel can't read, after all */
    private boolean configure(RouteSet files) {
        for (RouteFile file : files.files()) {
            if (file.kind() == RouteFile.Kind.ROUTES) {
                try {
                    routes.configure(file.path(), file);
                } catch (Exception e) {
                    notMade(file, e);
                    return false;
                }
            }
        }
        return true;
    }

    private RouteCheck withKnown(RouteCheck first) {
        return files -> {
            List<Finding> findings = new ArrayList<>(first.check(files));
            notMade.forEach((file, finding) -> {
                if (files.file(file.path()).filter(file::equals).isPresent()) {
                    findings.add(finding);
                }
            });
            return findings;
        };
    }

    private static Decision.Outcome decided(Decision.Outcome outcome) {
        if (!outcome.fatal().isEmpty()) {
            throw new BadRouteFilesException(
                    outcome.fatal().stream().map(Finding::toString).toList());
        }
        return outcome;
    }

    /**
     * Makes the routes of all files, once Camel has started.
     *
     * @throws BadRouteFilesException when the server can't do without what could not be made
     */
    void start() throws Exception {
        begun = System.nanoTime();
        swaps.begin(running.files());
        swaps.go();
        if (!notMade.isEmpty()) {
            notMade.clear();
            Trial trial = new Trial(check, routes, running, settings);
            Decision.Outcome outcome = decided(Decision.atStart(wanted, lastGood, trial));
            swaps.begin(outcome.runs());
            swaps.go();
            refusals.now(outcome);
        }
        late();
        if (refusals.leftOut().values().stream().anyMatch(Workflows::isEssential)) {
            throw new BadRouteFilesException(refusals.lines());
        }
        refusals.say();
        RouteSet own = ownLastGood();
        kept.start(own);
        gone.start(own);
        LOG.info("{} files of routes run", running.files().files().size());
        keep();
        show();
    }

    private RouteSet ownLastGood() {
        Set<Path> own = versions.own();
        return RouteSet.of(lastGood.files().stream()
                .filter(file -> own.contains(file.path()))
                .toList());
    }

    /** Has the files run as they are now, or as many of them as can. @param since when the first change was seen, in nanoseconds */
    void deploy(RouteSet files, long since) throws Exception {
        RouteSet before = running.files();
        Decision.Outcome outcome = Decision.whileRunning(files, before, new Trial(check, routes, running, settings));
        refusals.now(outcome);
        refusals.say();
        if (!outcome.runs().equals(before)) {
            swaps.begin(outcome.runs());
            begun = isDeploying ? begun : since;
            isDeploying = true;
        } else {
            keep();
        }
        wanted = files;
        show();
    }

    /** Has the settings count that are saved now, as far as that can be while the server runs. @param since as for the files */
    void deploySettings(long since) throws Exception {
        RouteSet files = running.files();
        Trial trial = new Trial(check, routes, running, settings);
        Set<String> changed = live.use(files, readers -> trial.check(files, readers));
        Dependencies readers = Dependencies.onSettings(files, changed);
        if (!live.state().refused().isEmpty()) {
            Definitions.use(routes, files, readers);
        } else if (!changed.isEmpty()) {
            swaps.begin(files, readers);
            begun = isDeploying ? begun : since;
            isDeploying = true;
            changedSettings = changed;
        }
        show();
    }

    /** Goes on with what waits for runs under way. @return whether all is done */
    boolean goOn() {
        if (!isDeploying) {
            return true;
        }
        if (!swaps.go()) {
            show();
            return false;
        }
        isDeploying = false;
        late();
        LOG.info("Deployed {} in {} ms", deployed(), (System.nanoTime() - begun) / 1_000_000);
        changedSettings = Set.of();
        keep();
        show();
        return true;
    }

    private String deployed() {
        String files = kept.changes(running.files(), refusals.leftOut().keySet());
        String names = String.join(", ", changedSettings);
        return files.isEmpty() || names.isEmpty() ? files + names : files + ", " + names;
    }

    /** What could not be made, though nothing was found wrong with it. */
    private void late() {
        notMade.forEach((file, finding) -> refusals.add(file, finding, running.files()));
        notMade.clear();
    }

    private void keep() {
        gone.look(running.files(), refusals.leftOut().values());
        String checked = refusals.isEmpty() ? CheckedBefore.of(running.files(), settings) : "";
        kept.keep(running.files(), refusals.leftOut().keySet(), checked);
    }

    private void notMade(RouteFile file, Exception cause) {
        LOG.debug("{} could not be made", file, cause);
        if (!changedSettings.isEmpty()) {
            live.goBack(Trial.finding(file, cause, settings));
            changedSettings = Set.of();
        }
        notMade.put(file, Trial.finding(file, cause, settings));
    }

    private void show() {
        state = new RoutesState(
                running.files(), refusals.findings(), refusals.leftOut(), new TreeSet<Path>(swaps.open()));
    }
}
