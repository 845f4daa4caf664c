package dev.aftertalk.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A stream to a browser that takes what it is sent as slowly as the test wants. */
class StreamTest {

    private final Browser browser = new Browser();
    private final boolean[] ended = new boolean[1];
    private AsyncContext context;
    private Stream stream;

    @BeforeEach
    void open() throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                return browser;
            }
        };
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        context = new MockAsyncContext(request, response);
        stream = new Stream("lea", context, () -> true) {
            @Override
            void complete() {
                ended[0] = true;
            }
        };
    }

    @Test
    void writesNothingBeforeTheServerLetsIt() {
        send("one");
        assertThat(browser.taken()).isEmpty();
        stream.onWritePossible();
        assertThat(browser.taken()).isEqualTo("one");
    }

    @Test
    void givesABrowserThatReadsSlowlyTheNewestInsteadOfAll() {
        stream.onWritePossible();
        assertThat(browser.taken()).contains("event: beat");
        browser.room = 1; // what is written stays with the server
        send("one");
        send("two");
        send("three");
        assertThat(browser.taken()).endsWith("one");
        browser.room = 100;
        stream.onWritePossible();
        assertThat(browser.taken()).endsWith("onethree");
        assertThat(browser.flushes).isGreaterThan(1);
    }

    @Test
    void saysNowAndThenThatItIsAlive() {
        stream.onWritePossible();
        String hello = browser.taken();
        stream.beat(System.nanoTime());
        assertThat(browser.taken()).isEqualTo(hello);
        stream.beat(System.nanoTime() + TimeUnit.SECONDS.toNanos(15));
        assertThat(browser.taken()).isEqualTo(hello + "event: beat\ndata: \n\n");
        assertThat(stream.ended()).isFalse();
    }

    @Test
    void endsWhenTheBrowserTakesNothingForLong() {
        stream.onWritePossible();
        browser.room = 0;
        stream.beat(System.nanoTime() + TimeUnit.SECONDS.toNanos(46));
        assertThat(stream.ended()).isTrue();
        assertThat(ended[0]).isTrue();
    }

    @Test
    void leavesTheEndToTheServerWhenTheBrowserIsGone() {
        stream.onWritePossible();
        browser.gone = true;
        send("one");
        assertThat(stream.ended()).isTrue();
        stream.close();
        send("two");
        assertThat(ended[0]).as("ended by the writer").isFalse();

        stream.onError(new IOException("Broken pipe"));
        stream.onError(new AsyncEvent(context));
        assertThat(ended[0]).isTrue();
        ended[0] = false;
        stream.close();
        assertThat(ended[0]).as("ended again").isFalse();
    }

    /** After its call the server uses the objects of this answer for another one. */
    @Test
    void keepsTheServerFromTakingTheAnswerBackWhileAWriterIsAtIt() throws InterruptedException {
        stream.onWritePossible();
        browser.gone = true;
        browser.writing = new CountDownLatch(1);
        Thread writer = new Thread(() -> send("one"));
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);
        Thread server = new Thread(() -> stream.onError(new IOException("Broken pipe")));
        server.start();
        await().until(() -> server.getState() == Thread.State.TIMED_WAITING);

        browser.writing.countDown();
        server.join(500); // less than it would wait for a writer that never ends
        assertThat(server.isAlive()).isFalse();
        writer.join();
        assertThat(ended[0]).isFalse();
    }

    @Test
    void endsWhenTheServerHasTakenItsAnswerBack() {
        stream.onWritePossible();
        browser.takenBack = true;
        stream.beat(System.nanoTime() + TimeUnit.SECONDS.toNanos(15));
        assertThat(stream.ended()).isTrue();
        assertThat(ended[0]).isTrue();
    }

    private void send(String text) {
        stream.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Browser extends ServletOutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room = 100;
        private int flushes;
        private boolean gone;
        private boolean takenBack;
        private CountDownLatch writing;

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int single) {
            throw new AssertionError("Written byte by byte");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            assertThat(room).as("written though not ready").isPositive();
            if (writing != null) {
                awaitThe(writing);
            }
            if (gone) {
                throw new IOException("Broken pipe");
            }
            if (takenBack) {
                throw new NullPointerException("outputBuffer");
            }
            room--;
            taken.write(bytes);
        }

        @Override
        public void flush() {
            assertThat(room).as("flushed though not ready").isPositive();
            flushes++;
        }

        private static void awaitThe(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String taken() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
