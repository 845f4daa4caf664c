package dev.aftertalk.care.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What each kind of step comes to in a rehearsal: told, passed by, or said not to be rehearsed; and never called the same where it is not. */
class RehearsedStepsTest extends Rehearsing {

    @Autowired
    private Guards guards;

    private static Map<String, String> notMade(
            Rehearser rehearser, RouteSet before, RouteSet after, List<PastEvent> events, List<Comparison> compared)
            throws Exception {
        Map<String, String> notMade = new java.util.TreeMap<>();
        rehearser.rehearse(before, after, events.stream(), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> files) {
                notMade.putAll(files);
            }

            @Override
            public void compared(Comparison comparison) {
                compared.add(comparison);
            }
        });
        return notMade;
    }

    private Set<String> broken(RouteSet before, RouteSet after) throws Exception {
        Set<String> broken = new HashSet<>();
        rehearser.rehearse(before, after, Stream.of(), new Rehearser.Listener() {
            @Override
            public void begins(Map<String, String> files) {}

            @Override
            public void breaks(Set<String> files) {
                broken.addAll(files);
            }

            @Override
            public void compared(Comparison comparison) {}
        });
        return broken;
    }

    private Comparison.OfWorkflow thankYou(RouteSet before, RouteSet after) throws Exception {
        List<Comparison> compared = new ArrayList<>();
        notMade(rehearser, before, after, events(1), compared);
        return of(compared.get(0), "thank-you-email");
    }

    private static RouteFile file(RouteFile.Kind kind, String path, String text) {
        return new RouteFile(Path.of(path), kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of all kinds of events, so that each file of routes/ has its turn. */
    @Test
    void rehearsesAllThereIs() throws Exception {
        List<PastEvent> all = new ArrayList<>();
        try (Stream<Path> samples = Files.list(Path.of("src/test/resources/iadvize/events"))) {
            samples.map(each -> each.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .forEach(each -> all.add(event(SignedWebhook.sample(each))));
        }
        IADVIZE.answer(null);
        List<Comparison> compared = rehearse(running.files(), all);
        Set<String> seen = new TreeSet<>();
        for (Comparison each : compared) {
            for (Comparison.OfWorkflow workflow : each.workflows()) {
                assertThat(workflow.difference()).as("%s", workflow).isEqualTo(Difference.SAME);
                seen.add(workflow.workflow());
            }
        }
        try (Stream<Path> workflows = Files.list(Path.of("routes/workflows"))) {
            assertThat(seen)
                    .containsAll(workflows
                            .map(each -> each.getFileName().toString().replace(".camel.yaml", ""))
                            .toList());
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void tellsADelayAndDoesNotWait() throws Exception {
        String delay =
                """
                - delay:
                    expression:
                      constant:
                        expression: "%d"
                """;
        Comparison.OfWorkflow slower =
                thankYou(withSteps(delay.formatted(70_000)), withSteps(delay.formatted(3_600_000)));
        assertThat(slower.difference()).isEqualTo(Difference.CHANGED);
        assertThat(slower.diff()).contains("-Waits 70s", "+Waits 1h");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void tellsAThrottleAndDoesNotWait() throws Exception {
        RouteSet candidate = withSteps(
                """
                - throttle:
                    expression:
                      constant:
                        expression: "1"
                    mode: TotalRequests
                    timePeriodMillis: "40000"
                """);
        List<Comparison> compared = rehearse(candidate, events(3));
        assertThat(compared).hasSize(3).allSatisfy(each -> assertThat(edited(each))
                .contains("Waits for its turn: 1 every 40s"));
    }

    /** Where a step takes the exception it is not said any more why. */
    @Test
    void saysThatNothingCanBeSaidThoughTheStepIsForgiven() throws Exception {
        RouteSet candidate = withSteps(
                """
                - doTry:
                    steps:
                      - pollEnrich:
                          expression:
                            constant:
                              expression: "file:inbox?noop=true"
                          timeout: "1000"
                    doCatch:
                      - exception:
                          - java.lang.Exception
                        steps:
                          - log: nothing there
                """);
        Comparison.OfWorkflow twice = thankYou(candidate, candidate);
        assertThat(twice.difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(twice.candidate().cause()).contains("pollEnrich").contains("takes something from elsewhere");
    }

    private static final String AGGREGATE =
            """
            - aggregate:
                correlationExpression:
                  constant:
                    expression: "all"
                aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                completionSize: 100
                steps:
                  - to:
                      uri: file:gathered
            """;

    private static final String RESEQUENCE =
            """
            - resequence:
                expression:
                  simple:
                    expression: "${exchangeId}"
                batchConfig:
                  batchSize: 100
                steps:
                  - to:
                      uri: file:sorted
            """;

    private static final String SAMPLE = """
            - sample:
                samplePeriod: "1000"
            """;

    private static final String BALANCE =
            """
            - loadBalance:
                randomLoadBalancer: {}
                steps:
                  - to:
                      uri: file:one
                  - to:
                      uri: file:other
            """;

    @ParameterizedTest
    @ValueSource(strings = {AGGREGATE, RESEQUENCE, SAMPLE, BALANCE})
    void saysThatNothingCanBeSaidOfWhatDependsOnOtherEventsOrOnChance(String step) throws Exception {
        RouteSet candidate = withSteps(step);
        Comparison.OfWorkflow twice = thankYou(candidate, candidate);
        assertThat(twice.difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(twice.candidate().state()).isEqualTo(Worked.NOT_REHEARSED);
    }

    @Test
    void doesNotCallChangedWhatWasNotRehearsedBefore() throws Exception {
        assertThat(thankYou(withSteps(AGGREGATE), running.files()).difference()).isEqualTo(Difference.UNCLEAR);
    }

    @Test
    void doesNotCallGoneWhatARouterThatIsNotRehearsedMayStart() throws Exception {
        RouteSet candidate =
                edited("routes/router.camel.yaml", "        - choice:\n", SAMPLE.indent(8) + "        - choice:\n");
        List<Comparison> compared = new ArrayList<>();
        notMade(rehearser, running.files(), candidate, events(1), compared);
        assertThat(compared.get(0).difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(compared.get(0).workflows()).allMatch(each -> each.difference() == Difference.UNCLEAR);
    }

    @Test
    void doesNotCallChangedWhatIsAnotherEachTime() throws Exception {
        RouteSet candidate = withSteps(
                """
                - setHeader:
                    name: Idempotency-Key
                    expression:
                      simple:
                        expression: "${random(1000000000)}"
                - to:
                    uri: file:out
                """);
        Comparison.OfWorkflow same = thankYou(candidate, candidate);
        assertThat(same.difference()).isEqualTo(Difference.UNCLEAR);
        Comparison.OfWorkflow changed = thankYou(
                candidate,
                candidate.with(file(
                        RouteFile.Kind.ROUTES,
                        THANK_YOU,
                        new String(
                                        candidate
                                                .file(Path.of(THANK_YOU))
                                                .orElseThrow()
                                                .bytes(),
                                        StandardCharsets.UTF_8)
                                .replace("file:out", "file:elsewhere"))));
        assertThat(changed.difference()).isEqualTo(Difference.CHANGED);
    }

    @Test
    void doesNotSayThatItWouldDieWhereNobodyAnsweredBefore() throws Exception {
        RouteSet candidate = withSteps(
                """
                - to:
                    uri: http:127.0.0.1:1/orders?httpMethod=POST
                - setVariable:
                    name: order
                    expression:
                      simple:
                        expression: "${body[order][id]}"
                """);
        Comparison.OfWorkflow only = thankYou(running.files(), candidate);
        assertThat(only.difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(only.candidate().cause()).contains("nobody answered http://127.0.0.1:1/orders");
    }

    @Test
    void doesNotSayThatItWouldDieWhereAPartCouldNotBeMade() throws Exception {
        RouteSet candidate = withSteps("- to:\n    uri: direct:part\n")
                .with(
                        file(
                                RouteFile.Kind.ROUTES,
                                "routes/workflows/part.camel.yaml",
                                """
                - route:
                    id: part
                    from:
                      uri: direct:part
                      steps:
                        - to:
                            uri: bean:problem
                            parameters:
                              method: unavailable
                """));
        List<Comparison> compared = new ArrayList<>();
        assertThat(notMade(rehearser, candidate, candidate, events(1), compared))
                .containsOnlyKeys("routes/workflows/part.camel.yaml");
        assertThat(of(compared.get(0), "thank-you-email").difference()).isEqualTo(Difference.UNCLEAR);
        assertThat(broken(running.files(), candidate)).containsExactly("routes/workflows/part.camel.yaml");
        assertThat(broken(candidate, candidate)).as("as it is already").isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void endsWhatNeverEnds() throws Exception {
        String loop =
                """
                - loop:
                    expression:
                      simple:
                        expression: "${body} != null"
                    doWhile: true
                    steps:
                """;
        for (String step : List.of(
                "- to:\n    uri: file:again\n",
                "- setVariable:\n    name: again\n    expression:\n      constant:\n        expression: again\n")) {
            RouteSet candidate = withSteps(loop + step.indent(10));
            Comparison.OfWorkflow only = thankYou(running.files(), candidate);
            assertThat(only.difference()).isEqualTo(Difference.UNCLEAR);
            assertThat(only.candidate().cause()).contains("comes to no end");
        }
    }

    /** Takes longer than what is left of the run. */
    private static final String LATER =
            """
            - loop:
                expression:
                  constant:
                    expression: "2000"
                steps:
                  - setVariable:
                      name: again
                      expression:
                        constant:
                          expression: "yes"
            - to:
                uri: file:alarm
            """;

    @Test
    void tellsWhatIsDoneWhenARunIsOver() throws Exception {
        RouteSet candidate = edited(
                "routes/errors.camel.yaml",
                "    id: workflow\n",
                "    id: workflow\n    onCompletion:\n      - onCompletion:\n          parallelProcessing: \"true\"\n          steps:\n"
                        + LATER.indent(12));
        assertThat(edited(rehearse(candidate, events(1)).get(0))).contains("file://alarm");
    }

    @Test
    void tellsWhatAFileSaysForAllItsRoutes() throws Exception {
        String over = "- onCompletion:\n    parallelProcessing: \"true\"\n    steps:\n";
        RouteSet candidate = edited(THANK_YOU, "- route:\n", over + LATER.indent(6) + "- route:\n");
        assertThat(edited(rehearse(candidate, events(1)).get(0))).contains("file://alarm");
    }

    @Test
    void tellsWhatAnErrorHandlerSendsBesideTheRun() throws Exception {
        String dead = "            - to:\n                id: workflow-dead\n";
        RouteSet errors = edited(
                "routes/errors.camel.yaml", dead, "            - wireTap:\n                uri: direct:alarm\n" + dead);
        RouteSet candidate = withSteps(
                        "- throwException:\n    exceptionType: java.lang.IllegalStateException\n    message: no\n")
                .with(errors.file(Path.of("routes/errors.camel.yaml")).orElseThrow())
                .with(file(
                        RouteFile.Kind.ROUTES,
                        "routes/workflows/alarm.camel.yaml",
                        "- route:\n    id: alarm\n    from:\n      uri: direct:alarm\n      steps:\n"
                                + LATER.indent(8)));
        assertThat(thankYou(running.files(), candidate).candidate().lines(false))
                .contains("file://alarm");
    }

    @Test
    void tellsWhatLeavesByAnyStepAndThroughKamelets() throws Exception {
        try (PeerServer shop = new PeerServer(0)) {
            String kamelet =
                    """
                    apiVersion: camel.apache.org/v1
                    kind: Kamelet
                    metadata:
                      name: %s-sink
                      labels:
                        camel.apache.org/kamelet.type: sink
                    spec:
                      definition:
                        title: %1$s
                        type: object
                      template:
                        from:
                          uri: kamelet:source
                          steps:
                            - toD:
                                uri: %s
                    """;
            RouteSet candidate = withSteps(
                            """
                    - setVariable:
                        name: shop
                        expression:
                          constant:
                            expression: %1$s
                    - setHeader:
                        name: shop
                        expression:
                          constant:
                            expression: %1$s
                    - recipientList:
                        expression:
                          simple:
                            expression: "${variable.shop}/list-1,${variable.shop}/list-2"
                        parallelProcessing: "true"
                    - routingSlip:
                        expression:
                          simple:
                            expression: "${variable.shop}/slip-1,${variable.shop}/slip-2"
                    - split:
                        expression:
                          simple:
                            expression: "${body[operatorIds]}"
                        parallelProcessing: "true"
                        steps:
                          - toD:
                              uri: "${variable.shop}/part-${body}"
                    - loop:
                        expression:
                          constant:
                            expression: "2"
                        steps:
                          - toD:
                              uri: "${variable.shop}/loop-${exchangeProperty.CamelLoopIndex}"
                    - enrich:
                        expression:
                          simple:
                            expression: "${variable.shop}/enrich?httpMethod=POST"
                    - to:
                        uri: kamelet:outer-sink
                    """
                                    .formatted(shop.url()))
                    .with(file(
                            RouteFile.Kind.KAMELET,
                            "routes/kamelets/outer-sink.kamelet.yaml",
                            kamelet.formatted("outer", "kamelet:inner-sink")))
                    .with(file(
                            RouteFile.Kind.KAMELET,
                            "routes/kamelets/inner-sink.kamelet.yaml",
                            kamelet.formatted("inner", "\"${header.shop}/inner\"")));
            List<String> told = edited(rehearse(candidate, events(1)).get(0));
            String url = shop.url();
            assertThat(told.stream().filter(line -> line.startsWith(url)))
                    .containsExactly(
                            url + "/list-1",
                            url + "/list-2",
                            url + "/slip-1",
                            url + "/slip-2",
                            url + "/part-1",
                            url + "/part-2",
                            url + "/loop-0",
                            url + "/loop-1",
                            url + "/enrich?httpMethod=POST",
                            url + "/inner");
            assertThat(shop.asked()).isEmpty();
        }
    }

    /** So that both see the same, and nobody is asked twice for one event. */
    @Test
    void asksOthersOnceForBothVersions() throws Exception {
        try (PeerServer shop = new PeerServer(0)) {
            shop.trouble(this::counted);
            RouteSet candidate = withSteps(
                    """
                    - to:
                        uri: "%s/orders/7?httpMethod=GET"
                    - setVariable:
                        name: order
                        expression:
                          simple:
                            expression: "${bodyAs(String)} ${header.Order}"
                    - to:
                        uri: file:orders
                    """
                            .formatted(shop.url()));
            Comparison.OfWorkflow only = thankYou(candidate, candidate);
            assertThat(only.difference()).as("%s", only.candidate()).isEqualTo(Difference.SAME);
            assertThat(only.candidate().lines(false)).contains("  Order: A1", "  Body: {\"count\":1}");
            assertThat(shop.asked()).hasSize(1);
        }
    }

    private int asked;

    private boolean counted(HttpExchange exchange, PeerRequest request) throws IOException {
        asked++;
        return PeerServer.json(exchange, 200, "{\"count\":" + asked + "}", "Order", "A" + asked);
    }

    /** Each event is rehearsed by itself, as if it came anew. */
    @Test
    void looksAtEachEventAnewWhateverCameBefore() throws Exception {
        RouteSet candidate = edited(
                THANK_YOU,
                "- route:\n",
                """
                - beans:
                    - name: seen
                      type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository
                - route:
                """);
        candidate = candidate.with(file(
                RouteFile.Kind.ROUTES,
                THANK_YOU,
                new String(candidate.file(Path.of(THANK_YOU)).orElseThrow().bytes(), StandardCharsets.UTF_8)
                        .replace(
                                SEND,
                                """
                                - idempotentConsumer:
                                    idempotentRepository: seen
                                    expression:
                                      constant:
                                        expression: "all"
                                    steps:
                                      - to:
                                          uri: file:once
                                - idempotentConsumer:
                                    idempotentRepository: seen
                                    expression:
                                      constant:
                                        expression: "all"
                                    steps:
                                      - to:
                                          uri: file:twice
                                """
                                                .indent(8)
                                        + SEND)));
        assertThat(rehearse(candidate, events(10))).hasSize(10).allSatisfy(each -> assertThat(edited(each))
                .contains("file://once")
                .doesNotContain("file://twice"));
    }

    @Test
    void runsNoScriptOfWhichNobodyKnowsWhetherItActs() throws Exception {
        RouteSet candidate = withSteps(
                """
                - script:
                    expression:
                      language:
                        language: groovy
                        expression: "new URL('http://127.0.0.1:1/').text"
                """);
        List<Comparison> compared = new ArrayList<>();
        assertThat(notMade(rehearser, running.files(), candidate, events(1), compared))
                .hasEntrySatisfying(
                        THANK_YOU, why -> assertThat(why).contains("the language 'groovy'", "routes.rehearsed-beans"));
        assertThat(of(compared.get(0), "thank-you-email").difference()).isEqualTo(Difference.UNCLEAR);
    }

    @Test
    void rehearsesBothOfTwoSamplesWithTheSameId() throws Exception {
        String sample = SignedWebhook.closedConversation(3_770_001);
        List<PastEvent> two = List.of(event(sample), event(sample.replace("3770001", "3770002")));
        List<Comparison> compared = rehearse(running.files(), two);
        assertThat(compared.stream()
                        .flatMap(each -> worked(each, "thank-you-email").stream())
                        .filter(line -> line.startsWith("  To: ")))
                .containsExactly("  To: v3770001@visitors.test", "  To: v3770002@visitors.test");
    }

    @Test
    void opensNoCircuitBreakerOfWhatRuns() throws Exception {
        IADVIZE.answer(exchange -> PeerServer.json(exchange, 503, "{}"));
        SALESFORCE.trouble((exchange, request) -> PeerServer.json(exchange, 503, "[]"));
        try {
            List<PastEvent> many = IntStream.range(0, 60)
                    .mapToObj(i -> event(SignedWebhook.closedConversation(3_760_000 + i)))
                    .toList();
            assertThat(rehearse(running.files(), many)).hasSize(60);
        } finally {
            IADVIZE.answer(null);
            SALESFORCE.trouble(null);
        }
        assertThat(IADVIZE.asked()).as("it is left alone all the same").hasSizeLessThan(60);
        assertThat(guards.state("iadvize-rest")).isEqualTo("closed");
        assertThat(guards.state("salesforce")).isEqualTo("closed");
    }
}
