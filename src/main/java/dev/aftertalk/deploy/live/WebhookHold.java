package dev.aftertalk.deploy.live;

import dev.aftertalk.web.WebhookSwap;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds callers back for the moment in which the route that answers them is replaced: it would answer them 404 or 503, and iAdvize tries
 * only three times. Whoever is inside is waited for.
 */
final class WebhookHold extends HttpFilter {

    private static final int ALL = Integer.MAX_VALUE;

    /** How long a caller waits at most; a replacement takes some milliseconds. */
    private static final long LONGEST_SECONDS = 20;

    private final transient Semaphore inside = new Semaphore(ALL, true);
    private final transient WebhookSwap swap;

    WebhookHold(WebhookSwap swap) {
        this.swap = swap;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AtomicBoolean left = new AtomicBoolean(!enter());
        try {
            chain.doFilter(request, response);
        } finally {
            if (!goesOn(request, left)) {
                leave(left);
            }
        }
    }

    /** Whether the answer is still to come, from another thread. */
    private boolean goesOn(HttpServletRequest request, AtomicBoolean left) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Leaving(left));
                return true;
            }
        } catch (IllegalStateException e) {
            // it has come meanwhile
        }
        return false;
    }

    private boolean enter() {
        try {
            return inside.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS); // in the order in which they come
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void leave(AtomicBoolean left) {
        if (left.compareAndSet(false, true)) {
            inside.release();
        }
    }

    /**
     * Does something while nobody is inside, and nobody comes in.
     *
     * @return false when somebody was still inside after that time; then it was not done
     */
    boolean whileNobodyIsInside(Duration patience, Runnable work) throws InterruptedException {
        if (!inside.tryAcquire(ALL, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            swap.make(work);
            return true;
        } finally {
            inside.release(ALL);
        }
    }

    /** Counts a caller out once it has its answer. */
    private final class Leaving implements AsyncListener {

        private final AtomicBoolean left;

        Leaving(AtomicBoolean left) {
            this.left = left;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            leave(left);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // it is completed afterwards
        }

        @Override
        public void onError(AsyncEvent event) {
            // it is completed afterwards
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
