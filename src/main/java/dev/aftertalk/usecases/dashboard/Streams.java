package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * The open dashboards, sent their figures whenever these change, whatever node wrote it: while there are any, this looks four times a
 * second whether there is something new. The figures go to the pages, not the pages to the figures: hundreds of them asking at once would
 * take the web server's threads from the webhooks. Ends the streams before the web server stops, which would wait for them.
 */
@Component
class Streams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_A_LOGIN = 8;

    /** Few, as they count on the same cores that answer webhooks. */
    private static final int SENDERS = 2;

    private final SatisfactionReports reports;
    private final DashboardFigures figures;
    private final Fragments fragments;
    private final DashboardSettings settings;
    private final Map<RenderingKey, StreamGroup> feeds = new ConcurrentHashMap<>();
    private final ExecutorService senders =
            Executors.newFixedThreadPool(SENDERS, Schedulers.threads("dashboard-sender"));
    private ThreadPoolTaskScheduler clock;
    private volatile boolean running;
    private volatile boolean away;
    private int looks;

    Streams(SatisfactionReports reports, DashboardFigures figures, Fragments fragments, DashboardSettings settings) {
        this.reports = reports;
        this.figures = figures;
        this.fragments = fragments;
        this.settings = settings;
    }

    /**
     * Takes one more stream, which is sent its figures at once and after every change, until the login or the server ends.
     *
     * @param begin begins the answer
     * @return false when there is no room for one more, or the server stops
     */
    synchronized boolean add(String user, RenderingKey reading, Supplier<AsyncContext> begin, BooleanSupplier login)
            throws IOException {
        if (!running || open() >= settings.maxStreams() || openOf(user) >= settings.maxStreamsPerUser()) {
            return false;
        }
        Stream stream = new Stream(user, begin.get(), login);
        feeds.compute(reading, (same, open) -> {
            StreamGroup feed = open == null ? new StreamGroup() : open;
            feed.add(stream);
            return feed;
        });
        if (clock == null) {
            clock = Schedulers.of("dashboard-changes", 1);
            clock.scheduleWithFixedDelay(this::look, clock.getClock().instant().plus(LOOK), LOOK);
        }
        return true;
    }

    private long openOf(String user) {
        return streams().filter(stream -> stream.user.equals(user)).count();
    }

    private long open() {
        feeds.forEach((reading, feed) ->
                feeds.computeIfPresent(reading, (same, now) -> now.open().isEmpty() ? null : now));
        return streams().count();
    }

    private java.util.stream.Stream<Stream> streams() {
        return feeds.values().stream().map(StreamGroup::open).flatMap(Collection::stream);
    }

    private void look() {
        try {
            if (open() == 0) {
                return;
            }
            if (looks++ % LOOKS_A_LOGIN == 0) {
                streams().filter(stream -> !stream.loggedIn()).forEach(Stream::close);
            }
            long now = System.nanoTime();
            long version = reports.version();
            feeds.forEach((reading, feed) -> {
                if (feed.due(version, now)) {
                    senders.execute(
                            () -> orSay(() -> feed.send(version, () -> fragments.of(reading.on(figures.today())))));
                }
            });
        } catch (RuntimeException e) {
            say(e);
        } finally {
            streams().forEach(stream -> stream.beat(System.nanoTime()));
        }
    }

    private void orSay(Runnable work) {
        try {
            work.run();
            away = false;
        } catch (RuntimeException e) {
            say(e);
        }
    }

    private void say(RuntimeException fault) {
        if (!(fault instanceof DataAccessException)) {
            LOG.error("Open dashboards could not be sent their figures", fault);
        } else if (!away) {
            away = true;
            feeds.values().forEach(StreamGroup::stale);
            LOG.warn("Open dashboards don't get news because the database is away; it is asked again until it is back");
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (clock != null) {
            clock.shutdown();
            clock = null;
        }
        streams().forEach(Stream::close);
        feeds.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
