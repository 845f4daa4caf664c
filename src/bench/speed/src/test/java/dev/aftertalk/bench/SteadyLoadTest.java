package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.aftertalk.bench.Contender.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteadyLoadTest {

    private static final int ENOUGH = 40;

    private final MailAccount account = new MailAccount(Events.lastVisitor() + 1);
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(ENOUGH);
    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postsAgainWhatWasNotAcknowledged() throws IOException, InterruptedException {
        SteadyLoad load = start(request -> request <= 3 ? 503 : 202);
        assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
        load.end();
        assertThat(load.postedAgain()).isEqualTo(3);
        assertThat(account.acknowledged()).isEqualTo(requests.get() - 3);
        assertThat(account.awaited()).hasSize(requests.get() - 3);
        assertThat(load.takeLatencies()).hasSize(requests.get() - 3);
        assertThat(load.takeLatencies()).isEmpty();
    }

    @Test
    void failsWhenTheLastEventsAreNeverAcknowledged() throws IOException, InterruptedException {
        SteadyLoad load = start(request -> 503);
        assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(load::end)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("events are not acknowledged");
    }

    private SteadyLoad start(IntUnaryOperator status) throws IOException {
        server = HttpServer.create(Loopback.at(0), 0);
        server.createContext("/webhooks", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.applyAsInt(requests.incrementAndGet()), -1);
            exchange.close();
            enough.countDown();
        });
        server.start();
        return new SteadyLoad(
                server.getAddress().getPort(),
                new Target("/webhooks", Events.CLOSED),
                100,
                Duration.ofMillis(100),
                account);
    }
}
