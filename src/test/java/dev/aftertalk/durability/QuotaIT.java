package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.sandbox.DailyRequests;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Salesforce allows fewer calls than three workflows of three priorities want, who run on two servers. With Salesforce as it might be:
 * {@code ./mvnw verify -Dit.test=QuotaIT -Dtest.calls=1000 -Dtest.per-minute=100 -Dtest.events=667 -Dtest.servers=1}.
 */
class QuotaIT {

    private static final int CALLS = Integer.getInteger("test.calls", 150);
    private static final int PER_MINUTE = Integer.getInteger("test.per-minute", 1_200);
    private static final int EVENTS = Integer.getInteger("test.events", 90);
    private static final int SERVERS = Integer.getInteger("test.servers", 2);

    /** From low to high priority; each event starts all of them. */
    private static final List<String> WORKFLOWS = List.of("survey", "enrichment", "ticket");

    private static final String ROUTER =
            """
            - route:
                id: router
                from:
                  uri: ledger:events
                  steps:
                    - to:
                        uri: ledger:start/survey
                    - to:
                        uri: ledger:start/enrichment
                    - to:
                        uri: ledger:start/ticket
            """;

    private static final String WORKFLOW =
            """
            - route:
                id: NAME
                routeConfigurationId: workflow
                from:
                  uri: ledger:workflow/NAME
                  parameters:
                    concurrency: 8
                  steps:
                    - setVariable:
                        name: person
                        expression:
                          constant:
                            expression: '{"id": "00Q000000000001AAA"}'
                    - unmarshal:
                        variableSend: person
                        variableReceive: lead
                        json:
                          library: Jackson
                    - setVariable:
                        name: taskFields
                        expression:
                          constant:
                            expression: "Subject: NAME"
                    - to:
                        uri: kamelet:salesforce-task-sink
            """;

    @TempDir
    Path folder;

    @Test
    void doesWhatIsUrgentFirstAndHasNoCallRefused() throws Exception {
        DailyRequests requests = new DailyRequests(CALLS, PER_MINUTE);
        String url = TestPostgres.newDatabase();
        JdbcClient ledger = JdbcClient.create(new DriverManagerDataSource(url));
        List<AftertalkProcess> servers = new ArrayList<>();
        try (SalesforcePeer salesforce = new SalesforcePeer(requests);
                IadvizePeer iadvize = new IadvizePeer()) {
            SmtpPeer smtp = new SmtpPeer();
            for (int i = 0; i < SERVERS; i++) {
                servers.add(server("server" + i, url, salesforce, iadvize, smtp).launch());
            }
            for (AftertalkProcess server : servers) {
                server.awaitReady();
            }
            long begun = System.nanoTime();
            List<SignedWebhook> webhooks =
                    servers.stream().map(each -> new SignedWebhook(each.port())).toList();
            for (int i = 0; i < EVENTS; i++) {
                assertThat(webhooks.get(i % SERVERS).post(SignedWebhook.closedConversation(i)))
                        .isEqualTo(202);
            }
            Duration refill = Duration.ofSeconds(60L * WORKFLOWS.size() * EVENTS / PER_MINUTE);
            await().atMost(refill.multipliedBy(2).plusMinutes(1))
                    .until(() -> Balance.of(ledger), balance -> balance.onTheWay() == 0);
            smtp.stop();

            Map<String, List<Integer>> calls = calls(salesforce);
            System.out.printf(
                    "%d events, %d calls allowed and %d a minute, %d servers: over after %d s, %d refused, %d left; last call of each, of %d: %s%n",
                    EVENTS,
                    CALLS,
                    PER_MINUTE,
                    SERVERS,
                    (System.nanoTime() - begun) / 1_000_000_000,
                    requests.refused(),
                    requests.left(),
                    calls.values().stream().mapToInt(List::size).sum(),
                    calls.entrySet().stream()
                            .map(each -> each.getKey() + " "
                                    + each.getValue().get(each.getValue().size() - 1))
                            .toList());
            assertThat(requests.refused()).isZero();
            assertThat(Balance.of(ledger).count("dead")).isZero();
            WORKFLOWS.forEach(each -> assertThat(calls.get(each)).hasSize(EVENTS));
            assertThat(last(calls, "ticket")).isLessThan(most(calls, "enrichment"));
            assertThat(most(calls, "enrichment")).isLessThan(most(calls, "survey"));
        } finally {
            for (AftertalkProcess server : servers) {
                server.close();
            }
        }
    }

    private static int last(Map<String, List<Integer>> calls, String workflow) {
        return calls.get(workflow).get(calls.get(workflow).size() - 1);
    }

    /**
     * The call with which nine of ten were over. The last ones are no measure: a run that was sent away a moment before there were calls for all
     * goes on with its server's next look, a second after the others.
     */
    private static int most(Map<String, List<Integer>> calls, String workflow) {
        return calls.get(workflow).get(EVENTS * 9 / 10);
    }

    /** Which of the calls that wrote a task were whose, by workflow. */
    private static Map<String, List<Integer>> calls(SalesforcePeer salesforce) {
        List<String> subjects = salesforce.requests("/sobjects/Task").stream()
                .map(request -> request.json().path("Subject").asText())
                .toList();
        return IntStream.range(0, subjects.size()).boxed().collect(Collectors.groupingBy(subjects::get));
    }

    private AftertalkProcess server(
            String name, String url, SalesforcePeer salesforce, IadvizePeer iadvize, SmtpPeer smtp) throws IOException {
        Path routes = Files.createDirectories(folder.resolve(name + ".home/routes"));
        for (String file : List.of("webhook.camel.yaml", "errors.camel.yaml")) {
            Files.copy(Path.of("routes", file), routes.resolve(file));
        }
        FileSystemUtils.copyRecursively(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        Files.writeString(routes.resolve("router.camel.yaml"), ROUTER);
        for (String each : WORKFLOWS) {
            Files.writeString(routes.resolve(each + ".camel.yaml"), WORKFLOW.replace("NAME", each));
        }
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        settings.addAll(List.of(
                "--spring.datasource.url=" + url,
                "--quota.high-priority=ticket",
                "--quota.low-priority=survey",
                "--salesforce.login-url=" + salesforce.url(),
                "--salesforce.client-id=app",
                "--salesforce.client-secret=secret"));
        return AftertalkProcess.unpackedIn(
                folder.resolve(name + ".home"), folder.resolve(name), settings.toArray(String[]::new));
    }
}
