package dev.aftertalk.live;

import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.web.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
 * The open pages, sent what they show whenever it changes, whatever node wrote it: while there are any, this looks four times a second
 * whether there is something new. News goes to the pages, not the pages to the news: hundreds of them asking at once would take the web
 * server's threads from the webhooks. Ends the streams before the web server stops, which would wait for them.
 */
@Component
public class Streams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_A_LOGIN = 8;
    private static final int UNAVAILABLE = 503;

    /** Seconds; as often as a page without a stream asks. */
    private static final String RETRY_AFTER = "15";

    /** Few, as they count on the same cores that answer webhooks. */
    private static final int SENDERS = 2;

    /** What pages that are sent the same have in common. */
    private record Shown<K>(LiveSource<K> source, K key) {

        byte[] html() {
            return source.html(key);
        }
    }

    private final LiveSettings settings;
    private final Map<Shown<?>, StreamGroup> feeds = new ConcurrentHashMap<>();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, Schedulers.threads("live-sender"));
    private ThreadPoolTaskScheduler clock;
    private volatile boolean running;
    private volatile boolean away;
    private int looks;

    Streams(LiveSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes one more stream, which is sent what it shows at once and after every change, until the login or the server ends.
     *
     * @param key what this page shows; all of one key are sent the same
     * @param request of the page, which is answered by server-sent events: {@code figures} with HTML as its data, {@code stale} while that can't
     *     be had, {@code beat} to tell that the stream is alive
     * @param response which says 503 when there is no room for one more, or the server stops
     * @param login whether the login still holds
     */
    public <K> void open(
            LiveSource<K> source,
            K key,
            HttpServletRequest request,
            HttpServletResponse response,
            BooleanSupplier login)
            throws IOException {
        String user = request.getUserPrincipal().getName();
        if (!add(user, new Shown<>(source, key), () -> begin(request, response), login)) {
            response.setHeader("Retry-After", RETRY_AFTER);
            Problem.send(response, UNAVAILABLE, "Too many pages are open: close some, or raise dashboard.max-streams.");
        }
    }

    private static AsyncContext begin(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would keep the events to itself
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        return context;
    }

    private synchronized boolean add(String user, Shown<?> shown, Supplier<AsyncContext> begin, BooleanSupplier login)
            throws IOException {
        if (!running || open() >= settings.maxStreams() || openOf(user) >= settings.maxStreamsPerUser()) {
            return false;
        }
        Stream stream = new Stream(user, begin.get(), login);
        feeds.compute(shown, (same, open) -> {
            StreamGroup feed = open == null ? new StreamGroup() : open;
            feed.add(stream);
            return feed;
        });
        if (clock == null) {
            clock = Schedulers.of("live-changes", 1);
            clock.scheduleWithFixedDelay(this::look, clock.getClock().instant().plus(LOOK), LOOK);
        }
        return true;
    }

    private long openOf(String user) {
        return streams().filter(stream -> stream.user.equals(user)).count();
    }

    private long open() {
        feeds.forEach((shown, feed) ->
                feeds.computeIfPresent(shown, (same, now) -> now.open().isEmpty() ? null : now));
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
            Map<LiveSource<?>, Long> versions = new HashMap<>();
            feeds.forEach((shown, feed) -> {
                long version = versions.computeIfAbsent(shown.source(), LiveSource::version);
                if (feed.due(version, now)) {
                    senders.execute(() -> orSay(() -> feed.send(version, shown::html)));
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
            LOG.error("Open pages could not be sent what is new", fault);
        } else if (!away) {
            away = true;
            feeds.values().forEach(StreamGroup::stale);
            LOG.warn("Open pages don't get news because the database is away; it is asked again until it is back");
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
