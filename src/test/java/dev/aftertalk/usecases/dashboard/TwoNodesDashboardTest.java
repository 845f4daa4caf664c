package dev.aftertalk.usecases.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.access.TestLogins;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Two nodes on one PostgreSQL: each shows what the other stored; and one that stops does not wait for who looks at it. */
class TwoNodesDashboardTest {

    @TempDir
    Path folder;

    @Test
    void showsOnOneNodeWhatTheOtherStoredAndStopsDespiteAnOpenDashboard() throws Exception {
        String database = TestPostgres.newDatabase();
        try (ServletWebServerApplicationContext one = start(database, "one");
                ServletWebServerApplicationContext two = start(database, "two")) {
            int port = one.getWebServer().getPort();
            Browsing browser = new Browsing(port, TestLogins.cookie(one, "viewer"));
            // Only the other node does what is to do.
            one.getBean(org.apache.camel.CamelContext.class)
                    .getRouteController()
                    .stopAllRoutes();
            try (HeardStream stream = new HeardStream(browser.stream("range=today"))) {
                await().until(() -> !stream.lines.isEmpty());
                AtomicInteger answers = new AtomicInteger();
                Promised.within(Duration.ofSeconds(2), () -> {
                    DashboardApp.answer(
                            two.getWebServer().getPort(),
                            1,
                            UUID.randomUUID().toString(),
                            Instant.now(),
                            "customerSatisfaction",
                            "4");
                    String all = answers.incrementAndGet() + " ";
                    await().pollInterval(Duration.ofMillis(20)).until(() -> stream.last()
                            .select("#stat-csat .of")
                            .text()
                            .startsWith(all));
                    return all;
                });
                assertThat(stream.last().select("#stat-csat .figure").text()).isEqualTo("100.0%");
                long begin = System.nanoTime();
                one.close();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
                await().until(stream::ended);
            }
        }
    }

    private ServletWebServerApplicationContext start(String database, String name) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(AftertalkApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database,
                        "--aftertalk.data-dir=" + folder.resolve(name),
                        "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                        "--mail.from=thanks@shop.test");
    }
}
