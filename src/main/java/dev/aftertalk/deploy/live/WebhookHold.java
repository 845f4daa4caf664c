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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds callers back for the moment in which the route that answers them is replaced: it would answer them 404 or 503, and iAdvize tries
 * only three times. Whoever is inside is waited for.
 */
final class WebhookHold extends HttpFilter {

    private static final int ALL = Integer.MAX_VALUE;

    /** More than wait for an answer at once, unless some have it and were never ended. */
    private static final int MANY = 1_000;

    /** How long a caller waits at most; a replacement takes some milliseconds. */
    private static final long LONGEST_SECONDS = 20;

    private final transient Semaphore inside = new Semaphore(ALL, true);
    private final transient Set<Leaving> waiting = ConcurrentHashMap.newKeySet();
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
            if (!goesOn(request, response, left)) {
                leave(left);
            }
        }
    }

    /** Whether the answer is still to come, from another thread. */
    private boolean goesOn(HttpServletRequest request, HttpServletResponse response, AtomicBoolean left) {
        try {
            if (request.isAsyncStarted()) {
                Leaving leaving = new Leaving(response, left);
                request.getAsyncContext().addListener(leaving);
                if (waiting.size() > MANY) {
                    waiting.forEach(Leaving::leaveIfAnswered);
                }
                waiting.add(leaving);
                if (left.get()) {
                    waiting.remove(leaving); // it has come in between
                }
                return true;
            }
        } catch (IllegalStateException e) {
            // it has come meanwhile
        }
        return false;
    }

    /** How many are known whose request has not ended. */
    int waiting() {
        return waiting.size();
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
        waiting.forEach(Leaving::leaveIfAnswered);
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

        private final HttpServletResponse response;
        private final AtomicBoolean left;

        Leaving(HttpServletResponse response, AtomicBoolean left) {
            this.response = response;
            this.left = left;
        }

        /** The web server never ends a request whose caller closes the connection between the answer and that end. */
        void leaveIfAnswered() {
            if (isAnswered()) {
                out();
            }
        }

        private boolean isAnswered() {
            try {
                return response.isCommitted();
            } catch (IllegalStateException e) {
                return true; // it is used for another request already
            }
        }

        private void out() {
            waiting.remove(this);
            leave(left);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            out();
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
