package dev.aftertalk.dashboard;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** One open dashboard that is told of changes. A browser that doesn't read holds up nobody but its own stream. */
final class Stream implements AsyncListener {

    private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long BEAT = TimeUnit.SECONDS.toNanos(15);

    final String user;
    private final AsyncContext context;
    private final BooleanSupplier login;
    private final Executor executor;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean ended;
    private boolean completed;
    private long toldVersion;
    private long toldAt = System.nanoTime() - LEAST_PAUSE;
    private long wroteAt = System.nanoTime();

    Stream(String user, AsyncContext context, BooleanSupplier login, long version, Executor executor) {
        this.user = user;
        this.context = context;
        this.login = login;
        this.toldVersion = version;
        this.executor = executor;
    }

    boolean ended() {
        return ended;
    }

    boolean loggedIn() {
        return login.getAsBoolean();
    }

    /** Tells the page of a change, once a second at most, or else now and then that the stream is alive. Called by one thread alone. */
    void tell(long version) {
        long now = System.nanoTime();
        if (version != toldVersion && now - toldAt >= LEAST_PAUSE) {
            if (send("event: changed\nid: " + version + "\ndata: " + version + "\n\n")) {
                toldVersion = version;
                toldAt = now;
                wroteAt = now;
            }
        } else if (now - wroteAt >= BEAT && send(": beat\nevent: beat\ndata: \n\n")) {
            wroteAt = now;
        }
    }

    /** @return false when the browser has not taken the last words yet */
    private boolean send(String text) {
        if (ended || !writing.compareAndSet(false, true)) {
            return false;
        }
        executor.execute(() -> {
            write(text);
            writing.set(false);
        });
        return true;
    }

    private synchronized void write(String text) {
        if (completed) {
            return;
        }
        try {
            context.getResponse().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            context.getResponse().flushBuffer();
        } catch (IOException | IllegalStateException e) {
            complete(); // the browser is gone, which is how most streams end
        }
    }

    /** Ends the answer; the browser asks again, and is told why it gets no other. */
    void close() {
        ended = true;
        executor.execute(this::complete);
    }

    private synchronized void complete() {
        ended = true;
        if (!completed) {
            completed = true;
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // the server ended it before
            }
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // begins once
    }
}
