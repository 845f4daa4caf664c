package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.connectors.salesforce.LeadClaimsDatabase;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.testing.SkippingLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/** {@code sandbox/salesforce.camel.yaml} under the real Salesforce kamelets, and its page. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        classes = SandboxSalesforceTest.App.class,
        properties = {
            "server.port=0",
            "camel.main.routes-include-pattern=classpath:sandbox/salesforce.camel.yaml,classpath:salesforce/sinks.camel.yaml",
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration"
        })
@ActiveProfiles("sandbox")
class SandboxSalesforceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<String, Object> EVENT =
            Map.of("eventType", "v2.conversation.closed", "conversationId", "4c8c7408-f73c-42cd-89e9-afbbee7d9024");

    @EnableAutoConfiguration(exclude = SandboxExtension.class)
    @ConfigurationPropertiesScan({
        "dev.aftertalk.connectors.salesforce",
        "dev.aftertalk.sandbox",
        "dev.aftertalk.connectors.calls",
        "dev.aftertalk.connectors.quota"
    })
    @ComponentScan("dev.aftertalk.connectors.salesforce")
    @Import({
        ConnectorTimers.class,
        Guards.class,
        Detours.class,
        Quotas.class,
        SandboxPeers.Salesforce.class,
        SalesforceController.class,
        SandboxWeb.class
    })
    static class App {

        @Bean
        LedgerWrites writes() {
            return LeadClaimsDatabase.writes();
        }

        @Bean
        SharedKeys keys(LedgerWrites writes) {
            return writes.write(database -> new SharedKeys(database, writes));
        }

        @Bean("ledger")
        Component ledger() {
            return new SkippingLedger(new CopyOnWriteArrayList<>());
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private CamelContext camel;

    @Test
    void keepsOneLeadAndOneTaskAndShowsThem() throws Exception {
        run("<b>Durand</b>", "v-1");
        run("<b>Durand</b>", "v-1");

        JsonNode json = JSON.readTree(get("/sandbox/salesforce.json").body());
        assertThat(json.path("leads").findValuesAsText("iAdvize_Visitor_Id__c")).containsOnlyOnce("v-1");
        assertThat(json.path("tasks").get(0).path("Description").asText()).isEqualTo("Hello <script>");
        HttpResponse<String> page = get("/sandbox/salesforce");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;b&gt;Durand", "Hello &lt;script&gt;")
                .doesNotContain("<b>Durand");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void failsOnDemandAndIsForgivenAnExpiredSession() throws Exception {
        assertThat(post("/sandbox/salesforce/fail?error=INVALID_SESSION_ID&times=1"))
                .isEqualTo(302);
        assertThat(run("Martin", "v-2").getException()).isNull();
        assertThat(post("/sandbox/salesforce/fail?error=UNABLE_TO_LOCK_ROW&times=1"))
                .isEqualTo(302);
        assertThat(run("Martin", "v-2").getException()).hasMessageContaining("UNABLE_TO_LOCK_ROW");
        assertThat(post("/sandbox/salesforce/fail?error=NONSENSE")).isEqualTo(400);
    }

    private Exchange run(String lastName, String visitor) {
        try (ProducerTemplate client = camel.createProducerTemplate()) {
            return client.send("direct:sinks", exchange -> {
                exchange.getMessage().setBody(EVENT);
                exchange.setVariable("visitor", Map.of("visitorId", visitor, "lastName", lastName));
                exchange.setVariable("transcript", "Hello <script>");
            });
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private int post(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()).build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
