package dev.aftertalk.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One open page. Written to without ever waiting for the browser: one that reads slowly is given the newest figures when it has
 * taken the ones before. Threads that have something to send don't wait for each other either.
 *
 * <p>When a write fails, the web server takes the answer back on a thread of its own, at once, to use its objects for another request. So
 * whoever wrote leaves the end to that thread, and that thread waits until the writer is out: what it still does would hit the other.
 */
class Stream implements AsyncListener, WriteListener {

    private static final byte[] HELLO = "retry: 3000\nevent: beat\ndata: \n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEAT = "event: beat\ndata: \n\n".getBytes(StandardCharsets.UTF_8);
    private static final long BEAT_PAUSE = TimeUnit.SECONDS.toNanos(15);

    /** The longest the web server's thread waits for a writer; no write waits for anything, so it is there for what nobody has thought of. */
    private static final long WRITER_MILLIS = 1_000;

    /** A browser that has taken nothing for so long is gone. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(45);

    final String user;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final BooleanSupplier login;
    private final AtomicReference<byte[]> next = new AtomicReference<>(HELLO);
    private final AtomicInteger work = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean begun;
    private volatile boolean sent;
    private volatile boolean ended;
    private volatile boolean leftToServer;
    private volatile long wroteAt = System.nanoTime();
    private boolean flushed = true;
    private final AtomicBoolean completed = new AtomicBoolean();

    /** @param context of a request whose answer has nothing in it yet */
    Stream(String user, AsyncContext context, BooleanSupplier login) throws IOException {
        this.user = user;
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.login = login;
        context.addListener(this);
        out.setWriteListener(this);
    }

    boolean ended() {
        return ended;
    }

    boolean loggedIn() {
        return login.getAsBoolean();
    }

    boolean sentNothing() {
        return !sent;
    }

    /** Takes the place of what the browser has not been given yet. */
    void send(byte[] event) {
        sent = true;
        next.set(event);
        work();
    }

    /** Says now and then that the stream is alive, and ends it when its browser isn't. */
    void beat(long now) {
        if (now - wroteAt >= PATIENCE) {
            close();
        } else if (now - wroteAt >= BEAT_PAUSE && next.compareAndSet(null, BEAT)) {
            work();
        }
    }

    /** Ends the answer; the browser asks again, and is told why it gets no other. */
    void close() {
        ended = true;
        work();
    }

    /** Whoever comes while another thread is at it leaves the work to that one. */
    private void work() {
        if (work.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            workOnce();
            seen = work.addAndGet(-seen);
        } while (seen > 0);
    }

    private void workOnce() {
        writing.lock();
        try {
            while (begun && !ended && (next.get() != null || !flushed) && out.isReady()) {
                writeOrFlush();
            }
        } catch (IOException e) {
            // The browser is gone, which is how most streams end.
            ended = true;
            leftToServer = true;
        } catch (RuntimeException e) {
            ended = true; // what the web server throws for an answer it has taken back is not always said
        } finally {
            writing.unlock();
        }
        if (ended && !leftToServer) {
            endAnswer();
        }
    }

    private void endAnswer() {
        if (completed.compareAndSet(false, true)) {
            complete();
        }
    }

    void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // the server ended it before
        }
    }

    private void awaitWriter() {
        try {
            if (writing.tryLock(WRITER_MILLIS, TimeUnit.MILLISECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeOrFlush() throws IOException {
        byte[] event = next.getAndSet(null);
        if (event == null) {
            out.flush();
            flushed = true;
        } else {
            out.write(event);
            flushed = false;
            wroteAt = System.nanoTime();
        }
    }

    @Override
    public void onWritePossible() {
        begun = true;
        work();
    }

    /** A write has failed; the other {@code onError} comes after this. */
    @Override
    public void onError(Throwable fault) {
        ended = true;
        awaitWriter();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
        completed.set(true);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        ended = true;
        awaitWriter();
        endAnswer();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // begins once
    }
}
