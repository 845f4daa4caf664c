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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds callers back for the moment in which the route that answers them is replaced: it would answer them 404 or 503, and iAdvize tries
 * only three times. Whoever is inside is waited for.
 */
final class WebhookHold extends HttpFilter {

    /** More than wait for an answer at once, unless some have it and were never ended. */
    private static final int MANY = 1_000;

    /** How long a caller waits at most; a replacement takes some milliseconds. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** How many may wait at once: they have threads of the web server's, which health checks need, and routes from other paths to answer. */
    private static final int MOST_HELD = 50;

    /** How often it is seen whether too many wait. */
    private static final Duration LOOKS = Duration.ofMillis(10);

    private static final int ALL = Integer.MAX_VALUE;

    /** Who is inside has one of them: one to take and one to give back is all that an event costs while nothing is replaced. */
    private final transient Semaphore permits = new Semaphore(ALL);

    private transient volatile CountDownLatch opening = new CountDownLatch(0);
    private final transient AtomicInteger held = new AtomicInteger();
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

    /** @return false when the caller goes in uncounted: it has waited for as long as it may */
    private boolean enter() {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (isClosed() || !permits.tryAcquire()) {
            if (!awaitOpening(end - System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    private boolean isClosed() {
        return opening.getCount() > 0;
    }

    private boolean awaitOpening(long nanos) {
        held.incrementAndGet();
        try {
            return opening.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            held.decrementAndGet();
        }
    }

    private void leave(AtomicBoolean left) {
        if (left.compareAndSet(false, true)) {
            permits.release();
        }
    }

    /**
     * Does something while nobody is inside, and nobody comes in.
     *
     * @return false when somebody was still inside after that time, or too many wait already; then it was not done
     */
    boolean whileNobodyIsInside(Duration patience, Runnable work) throws InterruptedException {
        waiting.forEach(Leaving::leaveIfAnswered);
        CountDownLatch opened = new CountDownLatch(1);
        opening = opened;
        try {
            if (!awaitNobodyInside(patience)) {
                return false;
            }
            try {
                swap.make(work);
                return true;
            } finally {
                permits.release(ALL);
            }
        } finally {
            opened.countDown();
        }
    }

    private boolean awaitNobodyInside(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!permits.tryAcquire(ALL, LOOKS.toNanos(), TimeUnit.NANOSECONDS)) {
            if (held.get() > MOST_HELD || System.nanoTime() - end >= 0) {
                return false;
            }
        }
        return true;
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
