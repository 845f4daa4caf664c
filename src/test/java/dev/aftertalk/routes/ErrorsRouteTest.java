package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsRouteTest extends RoutesTest {

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void triesAgainWhenIadvizeIsDownOrBusy(int status) throws Exception {
        int visitor = 7200 + status;
        AtomicInteger asked = new AtomicInteger();
        IADVIZE.answer(exchange -> {
            if (asked.incrementAndGet() == 1) {
                IadvizePeer.json(exchange, status, "{}");
            } else {
                IadvizePeer.json(
                        exchange,
                        200,
                        "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":1,\"email\":\"v" + visitor
                                + "@visitors.test\"}}");
            }
        });
        String event = SignedWebhook.closedConversation(visitor);
        assertThat(webhook.post(event)).isEqualTo(202);

        awaitRun(EventIds.of(event), "thank-you-email", "retrying .*" + status + ".*");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> SMTP.recipients().contains("v" + visitor + "@visitors.test"));
        awaitRun(EventIds.of(event), "thank-you-email", "done");
        assertThat(asked).hasValue(2);
    }

    @Test
    void waitsAsLongAsRetryAfterAsks() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        IADVIZE.answer(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Retry-After", "3600");
            IadvizePeer.json(exchange, 429, "{}");
        });
        String event = SignedWebhook.closedConversation(7301);
        assertThat(webhook.post(event)).isEqualTo(202);

        awaitRun(EventIds.of(event), "thank-you-email", "retrying .*429.*");
        assertThat(ledger.dueIn(EventIds.of(event), "thank-you-email"))
                .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(61));
        assertThat(asked).hasValue(1);
        context.getBean(Quotas.class)
                .of("iadvize-rest", "iAdvize REST")
                .exhausted(Duration.ZERO); // for the other tests
    }

    @Test
    void givesUsersHttpStepsAClientThatCallsOnceAndDoesNotWaitForEver() {
        CamelContext camel = context.getBean(CamelContext.class);
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = camel.getComponent(scheme, HttpComponent.class);
            assertThat(http).isInstanceOf(PlainHttpComponent.class);
            assertThat(List.of(http.getConnectTimeout(), http.getResponseTimeout(), http.getSoTimeout()))
                    .containsExactly(5_000L, 30_000L, 30_000L);
        }
    }

    /** Of two that fail at the same moment Camel may log an attempt as an error, whatever level it is to have. */
    @Test
    void logsNoAttemptsOfWhatIsHandled() {
        Model model =
                context.getBean(CamelContext.class).getCamelContextExtension().getContextPlugin(Model.class);
        assertThat(model.getRouteConfigurationDefinitions())
                .flatExtracting(RouteConfigurationDefinition::getOnExceptions)
                .isNotEmpty()
                .extracting(each -> each.getRedeliveryPolicyType().getLogRetryAttempted())
                .containsOnly("false");
    }

    @Test
    void givesUpAtOnceWhenIadvizeDoesNotKnowTheVisitor() throws Exception {
        IADVIZE.answer(exchange -> IadvizePeer.json(
                exchange, 200, "{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown 'visitor' with 'id' 7302.\"}}"));
        String event = SignedWebhook.closedConversation(7302);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "dead .*Unknown 'visitor'.*");
    }

    @Test
    void deliversOnceTheMailServerIsBack() throws Exception {
        SMTP.stop();
        String event = SignedWebhook.closedConversation(7303);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "retrying .*");
        SMTP.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> SMTP.recipients().contains("v7303@visitors.test"));
        awaitRun(EventIds.of(event), "thank-you-email", "done");
    }
}
