package dev.aftertalk.ledger.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.InvalidEventException;
import dev.aftertalk.ledger.LedgerStatements;
import dev.aftertalk.ledger.LedgerUnavailableException;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the steps {@code ledger:…} do in YAML routes. */
class LedgerComponentTest extends LedgerRoutes {

    /** A workflow that runs the step {@code fails} and answers an exception with this ledger step. */
    private static String failing(String answer) {
        return failing(answer, "ledger:workflow/mail");
    }

    private static String failing(String answer, String begin) {
        return """
                - routeConfiguration:
                    id: errors
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled:
                            constant: "true"
                          steps:
                            - to:
                                uri: %s
                            - process:
                                ref: after
                - route:
                    id: mail
                    routeConfigurationId: errors
                    from:
                      uri: %s
                      steps:
                        - process:
                            ref: fails
                        - process:
                            ref: after
                """
                .formatted(answer, begin);
    }

    /** What waited in Kafka was acknowledged when it came. */
    @Test
    void actsOnWhatWasSentLongAgoWhenItIsNoCall() throws Exception {
        start(mail("- process: {ref: after}"));
        accept("e1", ",\"sentAt\":\"2019-04-12T07:58:35.496Z\"");
        awaitState("e1", "done");
        assertThat(acted).containsExactly("after");
    }

    /** So that a program that reads the log as JSON finds all lines about one of them. */
    @Test
    void eachLineThatARunLogsSaysOfWhichEventAndWorkflow() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        step("say", exchange -> LoggerFactory.getLogger("step").info("as a step says it"));
        step("fails", exchange -> {
            throw new PermanentException("nobody is there");
        });
        root.addAppender(log);
        try {
            start(mail("- process: {ref: say}\n- process: {ref: fails}"));
            accept("e1");
            awaitState("e1", "retrying");
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(line ->
                        line.getFormattedMessage().matches("as a step says it|mail failed for event e1, attempt 1, .*"))
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsExactly(
                        Map.of("eventId", "e1", "workflow", "mail"), Map.of("eventId", "e1", "workflow", "mail"));
    }

    @Test
    void showsTheEventAndTheRunToTheRoute() throws Exception {
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        step("look", exchange -> seen.add(exchange.copy()));
        Instant before = Instant.now().minusMillis(1);
        start(
                mail(
                        """
                        - setVariable:
                            name: text
                            simple: "${exchangeProperty.ledgerEventId} ${exchangeProperty.ledgerEventType} ${exchangeProperty.ledgerWorkflow} ${exchangeProperty.ledgerAttempt} ${body[number]}"
                        - process:
                            ref: look
                        """));

        accept("e1");

        awaitState("e1", "done");
        Exchange exchange = seen.get(0);
        assertThat(exchange.getVariable("text")).isEqualTo("e1 t mail 1 7");
        assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class);
        assertThat(exchange.getProperty(LedgerConstants.ATTEMPT)).isEqualTo(1);
        assertThat(exchange.getProperty(LedgerConstants.FIRST_SEEN, Instant.class))
                .isBetween(before, Instant.now());
        assertThat(exchange.getProperties()).doesNotContainKey(LedgerConstants.INTENT);
    }

    @Test
    void acceptsAnEventAndItsRepeat() throws Exception {
        context.start();

        for (int i = 0; i < 2; i++) {
            Exchange answer = context.createFluentProducerTemplate()
                    .withBody("{\"eventId\":\"e1\",\"eventType\":\"t\"}".getBytes(UTF_8))
                    .to("ledger:accept")
                    .send();
            assertThat(answer.getException()).isNull();
            assertThat(answer.getProperty(LedgerConstants.EVENT_ID)).isEqualTo("e1");
            assertThat(answer.getProperty(LedgerConstants.EVENT_TYPE)).isEqualTo("t");
        }
        assertThat(database.count("SELECT count(*) FROM event")).isOne();
    }

    @Test
    void saysWhatIsWrongWithWhatIsNoEvent() throws Exception {
        context.start();

        for (String step : List.of("ledger:accept", "ledger:check")) {
            for (Object body : new Object[] {null, new byte[0], "nonsense", "{\"eventType\":\"t\"}"}) {
                Exchange answer = context.createFluentProducerTemplate()
                        .withBody(body)
                        .to(step)
                        .send();
                assertThat(answer.getException()).isInstanceOf(InvalidEventException.class);
            }
        }
        assertThat(database.count("SELECT count(*) FROM event")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"eventId\":\"e1\",\"eventType\":\"t\",\"conversationId\":\"c1\",\"visitorId\":\"v1\"} | c1",
                "{\"eventId\":\"e1\",\"eventType\":\"t\",\"visitorId\":\"v1\"} | v1",
                "{\"eventId\":\"e1\",\"eventType\":\"t\"} | e1"
            })
    void checksAnEventAndStoresNothing(String body, String orderKey) throws Exception {
        context.start();
        flaky.goDown();

        Exchange answer = context.createFluentProducerTemplate()
                .withBody(new java.io.ByteArrayInputStream(body.getBytes(UTF_8)))
                .to("ledger:check")
                .send();

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody()).isEqualTo(body.getBytes(UTF_8));
        assertThat(answer.getProperty(LedgerConstants.EVENT_ID)).isEqualTo("e1");
        assertThat(answer.getProperty(LedgerConstants.EVENT_TYPE)).isEqualTo("t");
        assertThat(answer.getProperty(LedgerConstants.ORDER_KEY)).isEqualTo(orderKey);
        flaky.goUp();
        assertThat(database.count("SELECT count(*) FROM event")).isZero();
    }

    @Test
    void saysThatAnEventCannotBeStoredNow() throws Exception {
        context.start();
        flaky.goDown();

        Exchange answer = context.createFluentProducerTemplate()
                .withBody("{\"eventId\":\"e1\",\"eventType\":\"t\"}".getBytes(UTF_8))
                .to("ledger:accept")
                .send();

        assertThat(answer.getException()).isInstanceOf(LedgerUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"skip,skipped", "dead,dead", "retry,retrying"})
    void endsTheWholeRunFromADirectRoute(String operation, String state) throws Exception {
        start(
                mail(
                        """
                        - process:
                            ref: before
                        - to:
                            uri: direct:helper
                        - process:
                            ref: caller
                        """),
                """
                - route:
                    id: helper
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:helper
                      steps:
                        - filter:
                            simple: "${body[number]} == 7"
                            steps:
                              - to:
                                  uri: ledger:%s
                              - process:
                                  ref: one
                        - process:
                            ref: after
                """
                        .formatted(operation.equals("skip") ? "skip?reason=no" : operation));

        accept("e1");

        awaitState("e1", state);
        assertThat(acted).containsExactly("before");
    }

    @ParameterizedTest
    @CsvSource({"skip,skipped", "dead,dead", "retry,retrying"})
    void endsTheWholeRunFromAKamelet(String operation, String state) throws Exception {
        start(
                """
                - routeTemplate:
                    id: helper-action
                    from:
                      uri: kamelet:source
                      steps:
                        - choice:
                            when:
                              - simple: "${body[number]} == 7"
                                steps:
                                  - to:
                                      uri: ledger:%s
                                  - process:
                                      ref: one
                        - process:
                            ref: after
                """
                        .formatted(operation.equals("skip") ? "skip?reason=no" : operation),
                mail(
                        """
                        - process:
                            ref: before
                        - to:
                            uri: kamelet:helper-action
                            variableReceive: found
                        - process:
                            ref: caller
                        """));

        accept("e1");

        awaitState("e1", state);
        assertThat(acted).containsExactly("before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"split", "parallel split", "multicast", "wrapped"})
    void endsTheRunFromACopyOfTheExchange(String kind) throws Exception {
        String skip =
                """
                - choice:
                    when:
                      - simple: "${body} == 'two'"
                        steps:
                          - to:
                              uri: ledger:skip?reason=found
                - process:
                    ref: after
                """;
        String steps =
                switch (kind) {
                    case "split" ->
                        "- split:\n    constant: one,two,three\n    delimiter: \",\"\n    steps:\n" + skip.indent(6);
                    case "parallel split" ->
                        "- split:\n    constant: two,two,two\n    delimiter: \",\"\n    parallelProcessing: \"true\"\n    steps:\n"
                                + skip.indent(6);
                    case "multicast" ->
                        """
                        - multicast:
                            steps:
                              - process:
                                  ref: one
                              - to:
                                  uri: ledger:skip?reason=found
                              - process:
                                  ref: two
                        """;
                    default ->
                        """
                        - doTry:
                            steps:
                              - to:
                                  uri: ledger:skip?reason=found
                              - process:
                                  ref: one
                            doFinally:
                              steps:
                                - process:
                                    ref: two
                        """;
                };
        start(mail(steps + "- process:\n    ref: caller\n"));

        accept("e1");

        awaitState("e1", "skipped");
        assertThat(run("e1")).containsEntry("cause", "found");
        assertThat(acted).doesNotContain("caller", "two").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void countsTheFirstEndOnly() throws Exception {
        start(
                mail(
                        """
                        - multicast:
                            parallelProcessing: "true"
                            steps:
                              - to:
                                  uri: ledger:skip?reason=one
                              - to:
                                  uri: ledger:skip?reason=one
                        """));

        accept("e1");

        awaitState("e1", "skipped");
    }

    @Test
    void takesReasonsAsSimpleExpressionsOnOneLine() throws Exception {
        start(
                mail(
                        """
                        - setVariable:
                            name: why
                            constant: "no & never?\\n100%"
                        - to:
                            uri: ledger:skip
                            parameters:
                              reason: "Because ${variable.why} of ${body[eventId]}"
                        """));

        accept("e1");

        awaitState("e1", "skipped");
        assertThat(run("e1")).containsEntry("cause", "Because no & never? 100% of e1");
    }

    /** What Camel joins to a URI, and takes apart again. */
    @ParameterizedTest
    @ValueSource(strings = {"Smith & Sons + 5 %", "100%25", "a&reason=b", "RAW(a)&b", "a)&b", "#1", "two\nlines"})
    void takesReasonsAndTargetsAsTheyAreWritten(String text) throws Exception {
        context.getPropertiesComponent().addInitialProperty("own.text", text);
        start(mail(
                """
                        - to: {uri: ledger:intent, parameters: {target: TEXT}}
                        - filter:
                            simple: "${body[eventId]} == 'e1'"
                            steps:
                              - to: {uri: ledger:skip, parameters: {reason: TEXT}}
                        - to: {uri: ledger:dead, parameters: {reason: "{{own.text}}"}}
                        """
                        .replace("TEXT", new ObjectMapper().writeValueAsString(text))));

        accept("e1");
        accept("e2");

        awaitState("e1", "skipped");
        awaitState("e2", "dead");
        String line = text.replace("\n", " ");
        assertThat(run("e1").get("cause").toString()).startsWith(line);
        assertThat(run("e2")).containsEntry("cause", line);
        assertThat(run("e2").get("intent").toString()).contains(line);
    }

    @Test
    void takesTheCauseOfDeathFromTheException() throws Exception {
        step("fails", exchange -> {
            throw new IllegalStateException("wrapped", new PermanentException("Jira refused\nthe ticket."));
        });
        start(failing("ledger:dead"));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1")).containsEntry("cause", "Jira refused the ticket.").containsEntry("attempt", 1);
        assertThat(acted).isEmpty();
    }

    @Test
    void triesAgainWhatThrowsPastEveryHandler() throws Exception {
        step("fails", exchange -> {
            if (exchange.getProperty(LedgerConstants.ATTEMPT, int.class) < 2) {
                throw new IllegalArgumentException("once");
            }
        });
        start(mail("- process:\n    ref: fails\n- process:\n    ref: after\n"));

        accept("e1");

        awaitState("e1", "retrying");
        assertThat(run("e1")).containsEntry("cause", "IllegalArgumentException: once");
        awaitState("e1", "done");
        assertThat(run("e1")).containsEntry("attempt", 2).containsEntry("cause", null);
        assertThat(acted).containsExactly("after");
    }

    @Test
    void triesAgainAfterAnErrorOfTheJavaMachine() throws Exception {
        step("fails", exchange -> {
            if (exchange.getProperty(LedgerConstants.ATTEMPT, int.class) < 2) {
                throw new StackOverflowError();
            }
        });
        start(mail("- process:\n    ref: fails\n"));

        accept("e1");

        awaitState("e1", "done");
        assertThat(run("e1")).containsEntry("attempt", 2);
        assertThat(context.getInflightRepository().size()).isZero();
        assertThat(context.getInflightRepository().size("mail")).isZero();
    }

    @Test
    void declaresAnEventDeadThatNoRouteCanRead() throws Exception {
        start(mail("- process:\n    ref: after\n"));

        ledger.accept(new IncomingEvent("e1", "t", null, null, null, null, "import", "no JSON".getBytes(UTF_8)));

        await().untilAsserted(() -> assertThat(database.run("e1", "router")).containsEntry("state", "dead"));
        assertThat(database.run("e1", "router").get("cause").toString()).contains("can't be read");
    }

    @Test
    void staysAwayForAsLongAsTheOtherSideAsks() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("Too many requests.", Duration.ofHours(2), null);
        });
        start(failing("ledger:retry"));

        accept("e1");

        awaitState("e1", "retrying");
        assertThat(run("e1")).containsEntry("cause", "Too many requests.");
        assertThat(wait("e1")).isCloseTo(Duration.ofHours(2).toMillis(), within(60_000L));
    }

    @Test
    void staysAwayForADayAtMost() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("Later.", Duration.ofDays(400), null);
        });
        start(failing("ledger:retry"));

        accept("e1");

        awaitState("e1", "retrying");
        assertThat(wait("e1")).isCloseTo(Duration.ofDays(1).toMillis(), within(60_000L));
    }

    @Test
    void readsDelaysAsOpsPeopleWriteThem() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("busy", null);
        });
        start(failing(
                "ledger:retry?redeliveryDelay=10m&maximumRedeliveryDelay=1h&backOffMultiplier=1.5&giveUpAfter=2d"));

        accept("e1");

        awaitState("e1", "retrying");
        assertThat(wait("e1"))
                .isBetween(
                        Duration.ofMinutes(7).toMillis(), Duration.ofMinutes(13).toMillis());
    }

    @Test
    void startsAWorkflowAfterADelay() throws Exception {
        load(
                """
                - route:
                    id: router
                    from:
                      uri: ledger:events
                      steps:
                        - to:
                            uri: ledger:start/mail
                            parameters:
                              delay: 10m
                """);
        context.start();

        accept("e1");

        awaitState("e1", "queued");
        assertThat(wait("e1")).isCloseTo(Duration.ofMinutes(10).toMillis(), within(60_000L));
    }

    @Test
    void givesUpAfterTheTimeSet() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("still busy", null);
        });
        start(failing("ledger:retry?redeliveryDelay=20ms&backOffMultiplier=1&giveUpAfter=300ms"));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1").get("cause").toString())
                .startsWith("Given up after ")
                .endsWith(": still busy");
        assertThat((Integer) run("e1").get("attempt")).isGreaterThan(2);
    }

    @Test
    void triesAgainAsTheWorkflowSays() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("busy", null);
        });
        start(failing("ledger:retry", "ledger:workflow/mail?redeliveryDelay=10ms&maximumRedeliveries=2"));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1")).containsEntry("cause", "Given up after 3 attempts: busy");
    }

    @Test
    void letsTheStepSayMoreThanTheWorkflow() throws Exception {
        step("fails", exchange -> {
            throw new RetryableException("busy", null);
        });
        start(failing("ledger:retry?redeliveryDelay=1h", "ledger:workflow/mail?redeliveryDelay=10m&giveUpAfter=7d"));

        accept("e1");

        awaitState("e1", "retrying");
        assertThat(wait("e1"))
                .isBetween(
                        Duration.ofMinutes(44).toMillis(),
                        Duration.ofMinutes(76).toMillis());
    }

    @Test
    void triesAgainAsTheWorkflowSaysWhenNothingHandlesTheFailure() throws Exception {
        step("fails", exchange -> {
            throw new IllegalStateException("broken");
        });
        start(workflow("?redeliveryDelay=10ms&maximumRedeliveries=0", "- process:\n    ref: fails\n"));

        accept("e1");

        awaitState("e1", "dead");
    }

    @Test
    void remembersAnIntentWhoseOutcomeIsUnknown() throws Exception {
        List<Object> intents = new CopyOnWriteArrayList<>();
        step("fails", exchange -> {
            intents.add(String.valueOf(exchange.getProperty(LedgerConstants.INTENT)));
            if (intents.size() == 1) {
                throw new OutcomeUnknownException("No answer.", null);
            }
        });
        start(
                mail(
                        "- to:\n    uri: ledger:intent\n    parameters:\n      target: \"mail ${body[eventId]}\"\n- process:\n    ref: fails\n"));

        accept("e1");

        awaitState("e1", "done");
        assertThat(intents).containsExactly("null", "mail e1");
        assertThat(run("e1").get("cause").toString()).startsWith("Done again").endsWith("mail e1");
    }

    /** The second attempt may not do again what the first may have done. */
    @Test
    void doesOnlyWhatThePermitOfTheIntentGrants() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        IntentPermit once = new IntentPermit() {
            @Override
            public boolean grant(LedgerStatements ledger) {
                List<String> had =
                        ledger.read("SELECT intent FROM run WHERE intent IS NOT NULL AND workflow = ?", "mail");
                return ledger.update("UPDATE run SET state = state WHERE intent IS NOT NULL") == 0 && had.isEmpty();
            }

            @Override
            public String refused() {
                seen.add("refused");
                return "it had one";
            }
        };
        step("asks", exchange -> exchange.setVariable("permit", once));
        step("fails", exchange -> {
            seen.add(database.run("e1", "mail").get("intent"));
            throw new OutcomeUnknownException("No answer.", null);
        });
        start(
                mail(
                        """
                        - process:
                            ref: asks
                        - to:
                            uri: ledger:intent
                            parameters:
                              target: "mail ${body[eventId]}"
                              permit: "${variable.permit}"
                        - process:
                            ref: fails
                        """));

        accept("e1");

        awaitState("e1", "skipped");
        assertThat(seen).containsExactly("mail e1", "refused");
        assertThat(run("e1"))
                .containsEntry(
                        "cause", "it had one (an earlier attempt ended before the result of this was known: mail e1)")
                .containsEntry("intent", "mail e1");
    }

    @Test
    void saysOfASkippedRunThatAnEarlierAttemptMayHaveActed() throws Exception {
        List<Object> attempts = new CopyOnWriteArrayList<>();
        step("fails", exchange -> {
            attempts.add("one more");
            throw new OutcomeUnknownException("No answer.", null);
        });
        step("counts", exchange -> exchange.setVariable("again", !attempts.isEmpty()));
        start(
                mail(
                        """
                        - process:
                            ref: counts
                        - filter:
                            simple: "${variable.again}"
                            steps:
                              - to:
                                  uri: ledger:skip
                                  parameters:
                                    reason: "answered already"
                        - to:
                            uri: ledger:intent
                            parameters:
                              target: "mail ${body[eventId]}"
                        - process:
                            ref: fails
                        """));

        accept("e1");

        awaitState("e1", "skipped");
        assertThat(run("e1"))
                .containsEntry(
                        "cause",
                        "answered already (an earlier attempt ended before the result of this was known: mail e1)");
    }

    @ParameterizedTest
    @CsvSource({"true, mail e1", "false,"})
    void remembersTheIntentOfADeadRunAsLongAsItIsInDoubt(boolean inDoubt, String intent) throws Exception {
        step("fails", exchange -> {
            throw inDoubt ? new InDoubtException("No answer.") : new PermanentException("No.");
        });
        String acts =
                """
                        - to:
                            uri: ledger:intent
                            parameters:
                              target: "mail ${body[eventId]}"
                        - to:
                            id: acts
                            uri: bean:fails
                """;
        context.getCamelContextExtension().addInterceptStrategy(new RecordedSteps());
        start(failing("ledger:dead").replaceFirst("(?s) *- process:\\s+ref: fails\n", Matcher.quoteReplacement(acts)));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1").get("intent")).isEqualTo(intent);
    }

    /** As Camel's http component fails where a workflow of one's own calls it. */
    @ParameterizedTest
    @CsvSource({"408, mail e1", "504, mail e1", "409,"})
    void doubtsWhatAGatewayMayHaveGivenUpOn(int status, String intent) throws Exception {
        step("fails", exchange -> {
            throw new HttpOperationFailedException("http://127.0.0.1", status, "", null, Map.of(), "");
        });
        String acts =
                """
                        - to:
                            uri: ledger:intent
                            parameters:
                              target: "mail ${body[eventId]}"
                        - to:
                            id: acts
                            uri: bean:fails
                """;
        context.getCamelContextExtension().addInterceptStrategy(new RecordedSteps());
        start(failing("ledger:dead").replaceFirst("(?s) *- process:\\s+ref: fails\n", Matcher.quoteReplacement(acts)));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1").get("intent")).isEqualTo(intent);
    }

    @Test
    void keepsAnEventNoBranchNamesAsUnrouted() throws Exception {
        load(
                "- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n        - process:\n            ref: before\n");
        context.start();

        accept("e1");

        await().untilAsserted(() -> assertThat(database.run("e1", "router")).containsEntry("state", "unrouted"));
    }

    @Test
    void routesAnEventInTheCommitThatStoresIt() throws Exception {
        start(mail("- process:\n    ref: after\n"));

        accept("e1");

        assertThat(database.run("e1", "router")).containsEntry("state", "done");
        awaitState("e1", "done");
        assertThat(acted).containsExactly("after");
    }

    @Test
    void asksARouterThatDoesMoreThanRouteOnceTheEventIsStored() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        step("look", exchange -> {
            go.await();
            acted.add(database.run("e1", "router").get("state") + " as stored");
        });
        load(
                "- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n        - process:\n            ref: look\n"
                        + "        - to: ledger:start/mail\n");
        load(mail("- process:\n    ref: after\n"));
        context.start();

        accept("e1");
        go.countDown();

        awaitState("e1", "done");
        assertThat(acted).containsExactly("running as stored", "after");
    }

    /** What the ledger then does about it is what it does about any run that fails. */
    @Test
    void asksARouterAgainThatFailsWhenItIsAskedAhead() throws Exception {
        load("- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n        - filter:\n"
                + "            expression:\n              simple: \"${body.number.nothing} == 1\"\n            steps:\n"
                + "              - to: ledger:start/mail\n");
        context.start();

        accept("e1");

        assertThat(database.count("SELECT count(*) FROM event")).isOne();
        await().untilAsserted(() -> assertThat(database.run("e1", "router")).containsEntry("state", "retrying"));
        assertThat((String) database.run("e1", "router").get("cause")).contains("number");
    }

    /** What another file has Camel do with a start is done once, when the event is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- interceptSendToEndpoint:\n    uri: ledger:start/mail\n    steps:\n      - process:\n          ref: look\n",
                "- errorHandler:\n    deadLetterChannel:\n      deadLetterUri: direct:look\n"
            })
    void asksARouterOnceTheEventIsStoredWhereAnotherFileActsInIt(String more) throws Exception {
        step("look", exchange -> acted.add(database.count("SELECT count(*) FROM event") + " stored"));
        load(
                more
                        + "- route:\n    id: look\n    from:\n      uri: direct:look\n      steps:\n        - process:\n            ref: look\n");
        load(
                "- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n        - to: ledger:start/mail\n"
                        + "        - filter:\n            expression:\n              simple: \"${body.number.nothing} == 1\"\n            steps:\n"
                        + "              - to: ledger:start/another\n");
        context.start();

        accept("e1");

        await().untilAsserted(() ->
                assertThat(database.run("e1", "router").get("state")).isNotIn("queued", "running"));
        assertThat(acted).containsExactly("1 stored");
    }

    /** Read, it takes a multiple of its size in memory: as many at once as the web server has threads would be too many. */
    @Test
    void asksTheRouterAboutALargeEventOnceItIsStored() throws Exception {
        load(ROUTER.replace("ledger:events", "ledger:events?concurrency=1"));
        List<String> threads = new CopyOnWriteArrayList<>();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCreatedEvent created
                        && "router".equals(created.getExchange().getFromRouteId())) {
                    threads.add(Thread.currentThread().getName());
                }
            }
        });
        context.start();

        accept("e1", ",\"text\":\"" + "x".repeat(40_000) + "\"");
        accept("e2");

        await().untilAsserted(() -> assertThat(run("e1")).containsEntry("state", "queued"));
        assertThat(threads)
                .hasSize(2)
                .filteredOn(thread -> thread.contains("ledger-router"))
                .hasSize(1);
    }

    @Test
    void asksNoRouterThatIsSuspended() throws Exception {
        start(mail("- process:\n    ref: after\n"));
        context.getRouteController().suspendRoute("router");

        accept("e1");

        assertThat(database.run("e1", "router")).containsEntry("state", "queued");
        context.getRouteController().resumeRoute("router");
        awaitState("e1", "done");
    }

    @Test
    void asksTheRouterThatReplacedAnother() throws Exception {
        start(mail("- process:\n    ref: after\n"));
        context.getRouteController().stopRoute("router");
        accept("e1");
        assertThat(database.run("e1", "router")).containsEntry("state", "queued");
        context.removeRoute("router");
        load(ROUTER.replace("ledger:start/mail", "ledger:start/another"));

        await().untilAsserted(() -> assertThat(database.run("e1", "router")).containsEntry("state", "done"));
        accept("e2");

        assertThat(database.run("e2", "another")).containsEntry("state", "queued");
    }

    @Test
    void endsNothingOutsideOfARun() throws Exception {
        context.start();

        Exchange answer = context.createFluentProducerTemplate()
                .withBody("x")
                .to("ledger:skip?reason=no")
                .send();

        assertThat(answer.getException())
                .hasMessageStartingWith("ledger:skip works only in a route that begins with ledger:events");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger:retrry | There is no ledger:retrry; there are ledger:accept,",
                "ledger:accept?delay=1s | ledger:accept has no option delay; it has none.",
                "ledger:retry?redeliverDelay=1s | no option redeliverDelay; it has redeliveryDelay, backOffMultiplier",
                "ledger:start | needs the name of a workflow",
                "ledger:start/Thank_You | needs the name of a workflow",
                "ledger:start/router | needs the name of a workflow",
                "ledger:skip/mail?reason=x | takes no name; leave out /mail",
                "ledger:skip | reason is missing",
                "ledger:intent | target is missing",
                "ledger:start/mail?delay=-1s | delay is no duration: '-1s'",
                "ledger:start/mail?delay=-PT1S | delay can't be negative",
                "ledger:start/mail?delay=soon | Write for example 500ms, 30s, 10m",
                "ledger:start/mail?delay=400d | delay must be at most a year",
                "ledger:retry?giveUpAfter=99999999999999999999d | giveUpAfter is no duration",
                "ledger:retry?redeliveryDelay=0s | at least 1 ms",
                "ledger:retry?redeliveryDelay=10m&maximumRedeliveryDelay=5m | can't be below redeliveryDelay",
                "ledger:retry?backOffMultiplier=0.5 | at least 1",
                "ledger:workflow/other | can only begin a route; to start a workflow use ledger:start/NAME",
                "ledger:events | can only begin a route"
            })
    void refusesAtStartAStepThatMakesNoSense(String uri, String message) {
        assertThatThrownBy(() -> start(mail("- to:\n    uri: " + uri + "\n")))
                .rootCause()
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger:accept | can't begin a route; only ledger:events and ledger:workflow/NAME can",
                "ledger:workflow/other?concurrency=0 | concurrency must be 1 to 1000",
                "ledger:workflow/other?concurrency=1001 | concurrency must be 1 to 1000",
                "ledger:workflow/other?delay=1s | has no option delay; it has concurrency, oncePerConversation",
                "ledger:workflow/other?oncePerConversation=mostly | mostly",
                "ledger:events?oncePerConversation=true | has no option oncePerConversation; it has concurrency",
                "ledger:workflow/mail?concurrency=2 | Two routes work on the workflow mail"
            })
    void refusesAtStartARouteThatBeginsWithNonsense(String uri, String message) {
        String second =
                """
                - route:
                    id: second
                    from:
                      uri: %s
                      steps:
                        - process:
                            ref: after
                """
                        .formatted(uri);

        assertThatThrownBy(() -> start(mail("- process:\n    ref: after\n"), second))
                .hasStackTraceContaining(message);
    }

    @Test
    void startsWorkflowsInTheRouterOnly() throws Exception {
        start(failing("ledger:dead").replaceFirst("process:(\\s+)ref: fails", "to:$1uri: ledger:start/other"));

        accept("e1");

        awaitState("e1", "dead");
        assertThat(run("e1").get("cause").toString()).contains("only in the router");
    }

    /** How long the run waits from now on. */
    private long wait(String eventId) {
        return ((Number) run(eventId).get("due_at")).longValue() - System.currentTimeMillis();
    }

    private static org.awaitility.core.ConditionFactory await() {
        return org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(15));
    }
}
