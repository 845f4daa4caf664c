package dev.aftertalk.dashboard;

import dev.aftertalk.satisfaction.SatisfactionReports;
import jakarta.servlet.AsyncContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The open dashboards, told of each change whatever node wrote it: while there are any, this looks twice a second whether there is something
 * new. Ends them before the web server stops, which would wait for them.
 */
@Component
class Streams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int LOOK_MILLIS = 500;
    private static final int LOOKS_A_LOGIN = 4;
    /** A few: hundreds of pages are told within milliseconds, and hundreds of threads at once would stand in the way of webhooks. */
    private static final int WRITERS = 4;

    private final SatisfactionReports reports;
    private final DashboardSettings settings;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS, threads("dashboard-stream"));
    private ScheduledExecutorService clock;
    private volatile boolean running;
    private boolean away;
    private int looks;

    Streams(SatisfactionReports reports, DashboardSettings settings) {
        this.reports = reports;
        this.settings = settings;
    }

    /**
     * Takes one more stream, which is told of every change from now on, until the login or the server ends.
     *
     * @param version what its page knows already
     * @return false when there is no room for one more, or the server stops
     */
    synchronized boolean add(String user, Supplier<AsyncContext> begin, BooleanSupplier login, long version) {
        if (!running || open() >= settings.maxStreams() || openOf(user) >= settings.maxStreamsPerUser()) {
            return false;
        }
        AsyncContext context = begin.get();
        Stream stream = new Stream(user, context, login, version, writers);
        context.addListener(stream);
        streams.add(stream);
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(threads("dashboard-changes"));
            clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    private long openOf(String user) {
        return streams.stream().filter(stream -> stream.user.equals(user)).count();
    }

    int open() {
        streams.removeIf(Stream::ended);
        return streams.size();
    }

    private void look() {
        try {
            if (open() == 0) {
                return;
            }
            if (looks++ % LOOKS_A_LOGIN == 0) {
                streams.stream().filter(stream -> !stream.loggedIn()).forEach(Stream::close);
            }
            long version = reports.version();
            streams.forEach(stream -> stream.tell(version));
            away = false;
        } catch (DataAccessException e) {
            if (!away) {
                LOG.warn(
                        "Open dashboards don't get news because the database is away; it is asked again until it is back");
            }
            away = true;
        } catch (RuntimeException e) {
            LOG.error("Open dashboards could not be told of changes", e);
        }
    }

    private static ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
        streams.forEach(Stream::close);
        streams.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
