package dev.aftertalk.care.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import jakarta.activation.DataHandler;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.SimpleRegistry;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rehearsals as a whole: what is told, what is compared, what is answered. */
@ExtendWith(OutputCaptureExtension.class)
class RehearserTest extends Rehearsing {

    @Test
    void showsWhatAllWorkflowsWouldDoAndDoesNothing(CapturedOutput output) throws Exception {
        Comparison only = rehearse(running.files(), events(1)).get(0);

        assertThat(only.difference()).isEqualTo(Difference.SAME);
        assertThat(worked(only, "router"))
                .startsWith("done", "Starts thank-you-email")
                .endsWith("Starts satisfaction-survey", "  after: 10m");
        assertThat(worked(only, "thank-you-email"))
                .startsWith("done", "E-mail", "  To: v3770000@visitors.test")
                .anyMatch(line -> line.startsWith("  Subject: "));
        assertThat(worked(only, "promo-code"))
                .startsWith("done", "E-mail")
                .anyMatch(line -> line.contains("NEXT-CODE-thank-you"));
        assertThat(worked(only, "live-conversations"))
                .startsWith("done", "Figures: the conversation has ended")
                .anyMatch(line -> line.startsWith("  operators: "));
        assertThat(worked(only, "satisfaction-survey"))
                .startsWith("done", "E-mail")
                .anyMatch(line -> line.contains("aftertalk.shop.test/survey/LINK-OF-A-REHEARSAL"))
                .anyMatch(line -> line.contains("aftertalk.shop.test/unsubscribe/LINK-OF-A-REHEARSAL"))
                .noneMatch(line -> line.matches(".*aftertalk\\.shop\\.test/(survey|unsubscribe)/(?!LINK-OF).*"));
        assertThat(worked(only, "salesforce-lead-for-conversation"))
                .startsWith("done")
                .contains("  Email: v3770000@visitors.test")
                .anyMatch(line -> line.startsWith("Salesforce: creates the Lead"))
                .anyMatch(line -> line.matches("Salesforce: creates the Task .*|Salesforce: creates a Task"));
        assertThat(worked(only, "jira-ticket-on-request")).first().asString().startsWith("skipped: no ticket");
        assertThat(IADVIZE.asked()).isNotEmpty().allMatch(request -> request.method()
                .equals("GET"));
        assertThat(output.getOut()).doesNotContain("(rehearsal) started", "thank-you-email is");
    }

    /** Four workflows look the visitor or the conversation up, in both versions. */
    @Test
    void asksIadvizeOnceForBothVersionsAndAllWorkflows() throws Exception {
        rehearse(running.files(), events(1));
        assertThat(IADVIZE.asked().stream().map(PeerRequest::call).sorted())
                .as("the conversation with its visitor, and the visitor")
                .containsExactly(
                        "GET /api/2/conversation.json-unicode",
                        "GET /api/2/visitor/3770000",
                        "GET /api/2/visitor/3770000");
    }

    @Test
    void showsTheEditOfAMailTemplateLineByLine() throws Exception {
        RouteSet candidate = edited(MAIL, "<title>", "<title>Dear visitor: ");
        List<Comparison> compared = rehearse(candidate, events(20));

        assertThat(compared).hasSize(20).allMatch(each -> each.difference() == Difference.CHANGED);
        for (Comparison each : compared) {
            assertThat(each.workflows().stream().filter(one -> one.difference() != Difference.SAME))
                    .singleElement()
                    .satisfies(changed -> {
                        assertThat(changed.workflow()).isEqualTo("thank-you-email");
                        assertThat(changed.diff()).anyMatch(line -> line.startsWith("-  Subject: "));
                        assertThat(changed.diff()).anyMatch(line -> line.startsWith("+  Subject: Dear visitor: "));
                    });
        }
    }

    @Test
    void showsAMarkupThatTheTextDoesNotShow() throws Exception {
        RouteSet candidate = edited(MAIL, "<body", "<body data-edited=\"yes\"");
        Comparison only = rehearse(candidate, events(1)).get(0);
        assertThat(of(only, "thank-you-email").diff())
                .anyMatch(line -> line.startsWith("+") && line.contains("data-edited"));
    }

    @Test
    void tellsWhatWouldDieWhatIsNewAndWhatIsGone() throws Exception {
        String step = "        - to:\n            id: thank-you-email-send\n";
        String fails = "        - throwException:\n            exceptionType: java.lang.IllegalStateException\n"
                + "            message: no more of this\n";
        Comparison dies =
                rehearse(edited(THANK_YOU, step, fails + step), events(1)).get(0);
        assertThat(dies.difference()).isEqualTo(Difference.WOULD_DIE);
        assertThat(of(dies, "thank-you-email").diff())
                .contains("-done", "+dead: IllegalStateException: no more of this");

        RouteSet without =
                edited("routes/router.camel.yaml", "uri: ledger:start/thank-you-email", "uri: ledger:start/csat");
        Comparison other = rehearse(without, events(1)).get(0);
        assertThat(of(other, "thank-you-email").difference()).isEqualTo(Difference.GONE);
        assertThat(of(other, "csat").difference()).isIn(Difference.NEW, Difference.WOULD_DIE);
        assertThat(of(other, "router").diff()).contains("-Starts thank-you-email", "+Starts csat");
    }

    @Test
    void tellsWhatAnAnswerWouldOpenInJira(CapturedOutput output) throws Exception {
        PastEvent answer = event(SignedWebhook.sample("satisfaction.answered.customerSatisfaction")
                .replaceAll("\"customerSatisfaction\": *\\d+", "\"customerSatisfaction\": 1"));
        Comparison only = rehearse(running.files(), List.of(answer)).get(0);
        assertThat(worked(only, "jira-ticket-for-score"))
                .startsWith("done", "Jira: opens an issue")
                .anyMatch(line -> line.startsWith("  summary: Customer satisfaction 1 of 5"));
        assertThat(output.getOut()).doesNotContain("opened for conversation");
    }

    @Test
    void tellsWhatTheFiguresWouldLose() throws Exception {
        PastEvent answer = event(SignedWebhook.sample("satisfaction.answered.customerSatisfaction")
                .replaceAll("\"customerSatisfaction\": *\\d+", "\"customerSatisfaction\": 2"));
        RouteSet without = edited(
                "routes/workflows/csat.camel.yaml",
                "            id: csat-store-answer\n            uri: kamelet:satisfaction-sink\n",
                "            id: csat-store-answer\n            uri: log:answers\n");
        Comparison only = rehearse(without, List.of(answer)).get(0);

        assertThat(only.difference()).isEqualTo(Difference.CHANGED);
        assertThat(of(only, "csat").diff()).contains("-Figures: keep the answer", "-  customerSatisfaction: 2");
    }

    @Test
    void saysInTheLogThatItIsARehearsal(CapturedOutput output) throws Exception {
        String step = "        - to:\n            id: thank-you-email-send\n";
        String logs = "        - log: a mail goes out\n        - to: log:mails?showBody=false&showHeaders=false\n";
        rehearse(edited(THANK_YOU, step, logs + step), events(1));

        assertThat(output.getOut().lines().filter(line -> line.contains("a mail goes out")))
                .singleElement()
                .asString()
                .endsWith(": In a rehearsal: a mail goes out");
        assertThat(output.getOut().lines().filter(line -> line.contains(" mails ")))
                .singleElement()
                .asString()
                .contains(": In a rehearsal: ");
    }

    @Test
    void readsByHttpAndTellsWhatItWouldSend() throws Exception {
        try (PeerServer shop = new PeerServer(0)) {
            String step = "        - to:\n            id: thank-you-email-send\n";
            String calls =
                    """
                    - to:
                        uri: "%1$s/orders/7?httpMethod=GET"
                    - convertBodyTo:
                        type: String
                    - to:
                        uri: "%1$s/notes?httpMethod=POST"
                    - toD:
                        uri: "%1$s/notes/${body}"
                """
                            .indent(4)
                            .formatted(shop.url());
            Comparison only =
                    rehearse(edited(THANK_YOU, step, calls + step), events(1)).get(0);

            assertThat(shop.asked().stream().map(PeerRequest::call).distinct()).containsExactly("GET /orders/7");
            assertThat(of(only, "thank-you-email").candidate().actions().stream()
                            .map(Action::what))
                    .anyMatch(what -> what.contains("/notes?httpMethod=POST"))
                    .hasSize(3);
        }
    }

    @Test
    void callsNoBeanThatNobodyKnows() {
        String step = "        - to:\n            id: thank-you-email-send\n";
        RouteSet candidate = edited(
                THANK_YOU,
                step,
                "        - to:\n            uri: bean:problem\n            parameters:\n              method: unavailable\n"
                        + step);
        assertThatThrownBy(() -> rehearse(candidate, events(1)))
                .hasMessageContaining("the bean 'problem' can't be called in a rehearsal")
                .hasMessageContaining("routes.rehearsed-beans");
    }

    @Test
    void rehearsesOneAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Rehearser.Listener slow = new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> notMade) throws Exception {
                begun.countDown();
                goOn.await();
            }

            @Override
            public void compared(Comparison comparison) {}
        };
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> {
            try {
                rehearser.rehearse(running.files(), running.files(), Stream.of(), slow);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        assertThatThrownBy(() -> rehearser.rehearse(running.files(), running.files(), Stream.of(), slow))
                .isInstanceOf(Rehearser.BusyException.class);
        goOn.countDown();
        first.join();
        assertThat(rehearse(running.files(), events(1))).hasSize(1);
    }

    /** Something else may take the place between the look whether it is free and the beginning. */
    @Test
    void tellsWhoWaitsThatThePlaceWasTaken(CapturedOutput output) {
        Rehearser taken =
                new Rehearser(
                        context.getBean(SeparateRoutes.class),
                        List.of(),
                        context,
                        context.getEnvironment(),
                        context.getBean(RehearsalSettings.class)) {
                    @Override
                    public Map<Difference, Integer> rehearse(
                            RouteSet now, RouteSet candidate, Stream<PastEvent> events, Listener listener) {
                        throw new BusyException();
                    }
                };
        Rehearsals rehearsals = new Rehearsals(
                taken,
                running,
                context.getBean(RouteCheck.class),
                context.getEnvironment(),
                context.getBean(JdbcClient.class));
        Proposals proposals = new Proposals(rehearsals, running, context.getBean(JdbcClient.class));
        Proposals.Proposal proposal =
                new Proposals.Proposal(running.files().files().iterator().next(), List.of(), 1, "token test");
        assertThatThrownBy(() -> proposals.rehearse(proposal, Duration.ofSeconds(30)))
                .isInstanceOf(Rehearser.BusyException.class);
        assertThat(rehearsals.latest().orElseThrow().state()).isEqualTo(Rehearsal.State.FAILED);
        assertThat(output.getOut()).doesNotContain("could not go on");
        rehearsals.stop();
    }

    private HttpResponse<String> post(String json) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/rehearsals"))
                                .header("Authorization", TestTokens.authorization(context))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersLineByLine() throws Exception {
        String event = SignedWebhook.closedConversation(3_880_000);
        HttpResponse<String> answer = post("{\"events\":[" + event + "],\"all\":true}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines.stream().map(line -> line.get("type").asText()).filter(type -> !type.equals("progress")))
                .containsExactly("begin", "event", "end");
        assertThat(lines.get(lines.size() - 1).get("same").asInt()).isEqualTo(1);
        assertThat(lines.get(0).get("files")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertThat(post("{\"last\":0}").body()).contains("last must be a number from 1 to 10000");
        assertThat(post("{\"lst\":5}").body()).contains("There is no \\\"lst\\\"");
        assertThat(post("{\"eventIds\":[\"none\"]}").body()).contains("The ledger has no event none");
        assertThat(post("{\"events\":[{}]}").body()).contains("One of the events is none");
        HttpResponse<String> files = post(
                "{\"files\":[{\"kind\":\"template\",\"path\":\"x.ftlh\",\"text\":\"{{salesforce.client-secret}}\"}]}");
        assertThat(files.statusCode()).isEqualTo(403);
        assertThat(files.body()).contains("Only an admin who is logged in may send files");
    }

    @Test
    void looksUpAnewWhatIsAskedOtherwise() throws Exception {
        RouteSet candidate = edited(
                THANK_YOU,
                "        - to:\n            id: thank-you-email-look-up-visitor\n",
                """
                - setBody:
                    simple:
                      expression: "${body}"
                      resultType: java.util.LinkedHashMap
                - setVariable:
                    name: another
                    expression:
                      simple:
                        expression: "${body.put('visitorExternalId', '3779999')}"
                - to:
                    id: thank-you-email-look-up-visitor
                """
                        .indent(8));
        Comparison only = rehearse(candidate, events(1)).get(0);
        assertThat(of(only, "thank-you-email").diff())
                .contains("-  To: v3770000@visitors.test", "+  To: v3779999@visitors.test");
    }

    @Test
    void tellsWhatWouldBeDoneBesideTheRun() throws Exception {
        Comparison only = rehearse(
                        withSteps(
                                """
                                - wireTap:
                                    uri: file:tapped
                                - multicast:
                                    parallelProcessing: "true"
                                    steps:
                                      - to:
                                          uri: file:first
                                      - to:
                                          uri: file:second
                                - to:
                                    uri: seda:later
                                """),
                        events(1))
                .get(0);
        assertThat(edited(only)).containsSubsequence("file://tapped", "file://first", "file://second", "seda://later");
    }

    @Test
    void showsWhatSteersAnotherSystemAndHidesWhatIsSecret() throws Exception {
        Comparison only = rehearse(
                        withSteps(
                                """
                                - setHeader:
                                    name: CamelFileName
                                    expression:
                                      constant:
                                        expression: list.csv
                                - setHeader:
                                    name: Authorization
                                    expression:
                                      simple:
                                        expression: "Bearer ${properties:jira.api-token}"
                                - to:
                                    uri: file:out
                                - to:
                                    uri: http:127.0.0.1:1/x?httpMethod=POST&sig={{jira.api-token}}
                                """),
                        events(1))
                .get(0);
        assertThat(edited(only))
                .contains("  CamelFileName: list.csv")
                .anyMatch(line -> line.matches("  Authorization: \\(not shown, mark \\p{XDigit}+\\)"))
                .anyMatch(line -> line.contains("sig=xxxxxx"))
                .noneMatch(line -> line.contains("Bearer"));
    }

    @Test
    void saysThatNothingCanBeSaid() throws Exception {
        RouteSet candidate = withSteps(
                """
                - pollEnrich:
                    expression:
                      constant:
                        expression: "file:inbox?noop=true"
                    timeout: "1000"
                """);
        Comparison only = rehearse(candidate, events(1)).get(0);
        assertThat(of(only, "thank-you-email").difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(of(only, "thank-you-email").diff())
                .anyMatch(line -> line.startsWith("+not rehearsed: ")
                        && line.contains("pollEnrich takes something from elsewhere"));
    }

    @Test
    void doesNotCallTheSameWhatIsTriedAgain() throws Exception {
        String fails = "        - throwException:\n            exceptionType: java.io.IOException\n"
                + "            message: iAdvize is away\n";
        RouteSet away = edited(THANK_YOU, SEND, fails + SEND);
        List<Comparison> compared = new ArrayList<>();
        rehearser.rehearse(away, away, events(1).stream(), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> notMade) {}

            @Override
            public void compared(Comparison comparison) {
                compared.add(comparison);
            }
        });
        assertThat(compared.get(0).difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(of(compared.get(0), "thank-you-email").difference()).isEqualTo(Difference.UNCLEAR);
    }

    @Test
    void saysWhichEditIsNotRehearsed() throws Exception {
        RouteSet candidate = edited("routes/webhook.camel.yaml", "description: ", "description: Edited, ");
        Map<String, String> said = new TreeMap<>();
        rehearser.rehearse(running.files(), candidate, Stream.of(), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> notMade) {
                said.putAll(notMade);
            }

            @Override
            public void compared(Comparison comparison) {}
        });
        assertThat(said)
                .containsOnlyKeys("routes/webhook.camel.yaml")
                .containsValue("its route that begins with platform-http: and not with an event");
    }

    /** A rehearsed event must be worked on when it comes. */
    @Test
    void leavesWhatRunsItsMemoryOfWhatItHad() throws Exception {
        MemoryIdempotentRepository real = new MemoryIdempotentRepository();
        real.start();
        MemoryAggregationRepository gathered = new MemoryAggregationRepository();
        SimpleRegistry all = new SimpleRegistry();
        all.bind("seen", real);
        all.bind("gathered", gathered);
        RehearsedBeans beans = new RehearsedBeans(Map.of(), Set.of(), all, new Told(new Known()));

        IdempotentRepository own = beans.lookupByNameAndType("seen", IdempotentRepository.class);
        own.start();
        own.add("event-1");
        assertThat(real.contains("event-1")).isFalse();

        AggregationRepository ownGathered = beans.lookupByNameAndType("gathered", AggregationRepository.class);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            ownGathered.add(camel, "all", new DefaultExchange(camel));
        }
        assertThat(gathered.getKeys()).isEmpty();
        assertThat(ownGathered.getKeys()).containsExactly("all");
        assertThat(beans.lookupByName("gathered")).isSameAs(ownGathered);
    }

    /** Which a bean may do to be given its CamelContext, and act all the same. */
    @Test
    void callsNoBeanForBeingOfCamelsKind() {
        SimpleRegistry all = new SimpleRegistry();
        all.bind("notifies", new Notifier());
        all.bind("computes", new Notifier());
        RehearsedBeans beans = new RehearsedBeans(Map.of(), Set.of("computes"), all, new Told(new Known()));
        assertThatThrownBy(() -> beans.lookupByName("notifies")).hasMessageContaining("routes.rehearsed-beans");
        assertThatThrownBy(() -> beans.lookupByNameAndType("notifies", Expression.class))
                .hasMessageContaining("routes.rehearsed-beans");
        assertThat(beans.lookupByName("computes")).isInstanceOf(Notifier.class);
    }

    private static final class Notifier extends ExpressionAdapter implements CamelContextAware {
        @Override
        public void setCamelContext(CamelContext camel) {}

        @Override
        public CamelContext getCamelContext() {
            return null;
        }
    }

    @Test
    void showsAllOfAMail() throws Exception {
        RouteSet candidate = edited(
                "routes/kamelets/email-sink.kamelet.yaml", "uri: smtp:mail-server", "uri: smtp:mail.other.test:2525");
        Comparison only = rehearse(candidate, events(1)).get(0);
        assertThat(of(only, "promo-code").diff())
                .containsExactly(
                        "   From: thanks@shop.test",
                        "+  Server: smtp://mail.other.test:2525?javaMailSender=%23mailSender",
                        "   List-Unsubscribe: <https://aftertalk.shop.test/unsubscribe/LINK-OF-A-REHEARSAL>");
    }

    @Test
    void showsWhatIsAttachedToAMail() throws Exception {
        assertThat(mailWith("a,b\n1,2\n").details())
                .containsEntry("Text", "See the list.")
                .containsEntry("Reply-To", "desk@shop.test")
                .containsKey("Attachment list.csv");
        assertThat(mailWith("a,b\n1,2\n").details())
                .isEqualTo(mailWith("a,b\n1,2\n").details());
        assertThat(mailWith("a,b\n1,3\n").details().get("Attachment list.csv"))
                .startsWith("8 bytes, ")
                .isNotEqualTo(mailWith("a,b\n1,2\n").details().get("Attachment list.csv"));
    }

    private static Action mailWith(String attached) throws Exception {
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setReplyTo(InternetAddress.parse("desk@shop.test"));
        MimeBodyPart text = new MimeBodyPart();
        text.setText("See the list.");
        MimeBodyPart list = new MimeBodyPart();
        list.setDataHandler(new DataHandler(new ByteArrayDataSource(attached, "application/octet-stream")));
        list.setFileName("list.csv");
        mail.setContent(new MimeMultipart(text, list));
        mail.saveChanges();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            DefaultExchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(mail);
            return Sent.of(exchange, "smtp://mail-server");
        }
    }
}
