package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.connectors.calls.PooledHttpComponent;
import dev.aftertalk.connectors.calls.PooledHttpComponent.Limits;
import dev.aftertalk.connectors.calls.RecordedCalls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class IadvizeApisTest {

    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Camel hands a component to a second thread while the first one, which has had it made, is still starting it. */
    @Test
    void areStartedForWhoeverAsksForThemFirst() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry()
                    .bind(
                            "iadvize",
                            new IadvizeComponent(
                                    null,
                                    null,
                                    new IadvizeApis(calls(), calls(), calls()),
                                    (object, lookUp) -> lookUp));
            camel.start();
            CompletableFuture<Endpoint> first = login(camel);
            assertThat(starting.await(30, TimeUnit.SECONDS)).isTrue();
            Thread[] second = new Thread[1];
            CompletableFuture<Endpoint> other = CompletableFuture.supplyAsync(() -> {
                second[0] = Thread.currentThread();
                return IadvizeApis.of(camel).login();
            });
            await().until(() -> other.isDone() || second[0] != null && second[0].getState() == Thread.State.WAITING);
            goOn.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(other.get(30, TimeUnit.SECONDS)).isSameAs(first.get());
        }
    }

    private static CompletableFuture<Endpoint> login(DefaultCamelContext camel) {
        return CompletableFuture.supplyAsync(() -> IadvizeApis.of(camel).login());
    }

    private RecordedCalls calls() {
        PooledHttpComponent http = new PooledHttpComponent(
                "iAdvize", new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1), null, null, null, null);
        http.setHttpClientConfigurer(client -> {
            starting.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return new RecordedCalls(http, "iadvize-login:http://127.0.0.1:1");
    }
}
