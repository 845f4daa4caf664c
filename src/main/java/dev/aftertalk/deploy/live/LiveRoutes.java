package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.settings.SavedSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Makes the routes at the start, before the server says that it is ready, and deploys what is saved from then on, on a thread of its own. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LiveRoutes implements ApplicationRunner, ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    /** For what the system does not tell. */
    private static final Duration POLL = Duration.ofSeconds(2);

    /** Settings lie where much else may be written, so that the system would tell too often. */
    private static final Duration SETTINGS_POLL = Duration.ofSeconds(1);

    private static final Duration WHILE_DEPLOYING = Duration.ofMillis(10);

    /** A folder that never comes to rest is looked at all the same, after this many settle times. */
    private static final int LONGEST = 6;

    private static final long END_MILLIS = 5_000;

    private final Deployer deployer;
    private final RouteFolders folders;
    private final DeploySettings settings;
    private final FileTimes settingsFiles;
    private volatile FolderWatch watch;
    private volatile Thread thread;
    private final Attempts looking = new Attempts();
    private final Attempts goingOn = new Attempts();
    private UnreadFiles unread;
    private boolean areSettingsSaved;

    LiveRoutes(Deployer deployer, Environment environment, DeploySettings settings, SavedSettings saved) {
        this.deployer = deployer;
        this.folders = new RouteFolders(environment);
        this.settings = settings;
        this.settingsFiles = new FileTimes(saved.files());
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        deployer.start();
        if (settings.deployOnSave()) {
            watch = new FolderWatch(folders.folders());
            unread = new UnreadFiles(folders);
            thread = new Thread(this::watch, "deploy-routes");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Before anything stops: nothing is replaced while the server ends. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            watch.close();
            running.join(END_MILLIS);
        } catch (IOException e) {
            LOG.debug("The folders can't be left alone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        long seen = System.nanoTime();
        areSettingsSaved = settingsFiles.isAnyLaterThan(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
        boolean first = areSettingsSaved || isOther();
        boolean done = true;
        try {
            while (true) {
                boolean told = watch.await(done && !first ? SETTINGS_POLL : WHILE_DEPLOYING);
                boolean poll = System.nanoTime() - seen >= POLL.toNanos();
                boolean now = told || first || isSettingsFileChanged() || looking.isDue();
                if (now || poll) {
                    seen = System.nanoTime();
                    if (now || watch.isChanged()) {
                        look(seen);
                    }
                }
                first = false;
                done = goOn();
            }
        } catch (InterruptedException e) {
            // the server ends
        }
    }

    private boolean isSettingsFileChanged() {
        boolean changed = settingsFiles.isChanged();
        areSettingsSaved |= changed;
        return changed;
    }

    /** What was saved while the server started. */
    private boolean isOther() {
        try {
            return !folders.read().equals(deployer.wanted());
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private void look(long since) throws InterruptedException {
        settle(since);
        watch.isChanged();
        try {
            deploy(folders.read(), since);
            unread.look();
            looking.succeeded();
        } catch (Throwable e) { // whatever it is: without this thread nothing would be deployed any more
            looking.failed(e, "What was saved can't be deployed now, and is tried again; what runs goes on");
        }
    }

    private void deploy(RouteSet files, long since) throws Exception {
        boolean settingsFirst = areSettingsSaved;
        if (settingsFirst) {
            deployer.deploySettings(since);
        }
        boolean others = !files.equals(deployer.wanted());
        if (others || settingsFirst && deployer.isAnythingRefused()) {
            deployer.deploy(files, since);
        }
        if (others && deployer.areSettingsRefused()) {
            deployer.deploySettings(since);
        }
        areSettingsSaved = false;
    }

    private void settle(long since) throws InterruptedException {
        long settle = settings.settleTime().toNanos();
        long quiet = System.nanoTime();
        while (System.nanoTime() - quiet < settle && System.nanoTime() - since < LONGEST * settle) {
            if (watch.await(WHILE_DEPLOYING) | isSettingsFileChanged()) {
                quiet = System.nanoTime();
            }
            goOn();
        }
    }

    private boolean goOn() {
        if (goingOn.isWaiting()) {
            return true;
        }
        try {
            boolean done = deployer.goOn();
            goingOn.succeeded();
            return done;
        } catch (Throwable e) { // as above
            goingOn.failed(e, "A deployment can't go on, and is tried again; what runs goes on");
            return true;
        }
    }
}
