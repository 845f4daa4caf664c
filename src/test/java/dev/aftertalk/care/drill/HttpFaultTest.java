package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.PooledHttpComponent;
import dev.aftertalk.connectors.calls.PooledHttpComponent.Limits;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.connectors.detour.DetouredClient;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.TestCertificates;
import dev.aftertalk.testing.Unguarded;
import dev.aftertalk.text.LogFields;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client that Jira and iAdvize are called with, through a drill's proxy, to a real server. */
class HttpFaultTest {

    private static final String ISSUE = "/rest/api/3/issue";
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final Detours detours = new Detours();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private PeerServer jira;
    private RecordedCalls calls;

    @BeforeEach
    void start() {
        camel.start();
        jira = new PeerServer(
                0,
                request -> new PeerAnswer(
                        request.call().startsWith("POST ") ? 201 : 200, "{\"key\":\"C-1\"}", Map.of("X-Of", "Jira")));
        calls = calls("jira", jira.url(), PATIENT);
    }

    @AfterEach
    void stop() {
        calls.stop();
        camel.stop();
        jira.close();
    }

    private RecordedCalls calls(String system, String url, Duration read) {
        PooledHttpComponent http = new PooledHttpComponent(
                system,
                new Limits(Duration.ofSeconds(2), read, 5),
                (request, scope, chain) -> {
                    request.setHeader("Authorization", "Basic c2VjcmV0");
                    return chain.proceed(request, scope);
                },
                ConnectorTimer.NONE,
                Unguarded.GUARD,
                answer -> null);
        http.setHttpClientConfigurer(new DetouredClient(detours, system));
        RecordedCalls made = new RecordedCalls(http, system + "-rest:" + url);
        made.setCamelContext(camel);
        made.start();
        return made;
    }

    private Message call(String method, String path) throws Exception {
        return calls.call(calls.endpoint().createExchange(), "call", message -> {
            message.setHeader(Exchange.HTTP_METHOD, method);
            message.setHeader(Exchange.HTTP_PATH, path);
            message.setHeader(Exchange.HTTP_QUERY, "jql=a%20%3D%20%22b%26c%22");
            if (method.equals("POST")) {
                message.setHeader(Exchange.CONTENT_TYPE, "application/json");
                message.setBody("{\"é\":1}".getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static Object status(Message answer) {
        return answer.getHeader(Exchange.HTTP_RESPONSE_CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "jira-429, 429, too many calls, Rate limit exceeded",
        "jira-token, 401, token refused, Client must be authenticated"
    })
    void answersInTheSystemsStead(String drill, int status, String met, String words) throws Exception {
        try (Drilling drilling = new Drilling(drill, detours)) {
            Message answer = call("POST", ISSUE);

            assertThat(status(answer)).isEqualTo(status);
            assertThat(answer.getBody(String.class)).contains(words);
            assertThat(answer.getHeader("Retry-After")).isEqualTo(status == 429 ? "5" : null);
            assertThat(jira.asked()).isEmpty();
            assertThat(drilling.met()).containsOnly(Map.entry(met, 1L));

            drilling.end();
            assertThat(status(call("POST", ISSUE))).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iadvize-429, /api/2/visitor, 429, Too Many Requests",
        "iadvize-429, /graphql, 429, errors",
        "iadvize-token, /api/2/visitor, 401, Forbidden",
        "iadvize-token, /graphql, 401, invalid_token",
        "iadvize-token, /oauth2/token, 200, key"
    })
    void answersAsIadvizeDoesAndLetsItsLoginBe(String drill, String path, int status, String words) throws Exception {
        calls = calls("iadvize", jira.url(), PATIENT);
        try (Drilling drilling = new Drilling(drill, detours)) {
            Message answer = call("GET", path);

            assertThat(status(answer)).isEqualTo(status);
            assertThat(answer.getBody(String.class)).contains(words);
        }
    }

    @Test
    void refusesConnectionsAndThenTakesThem() throws Exception {
        try (Drilling drilling = new Drilling("jira-outage", detours)) {
            assertThatThrownBy(() -> call("POST", ISSUE)).isInstanceOf(ConnectException.class);
            assertThat(drilling.met()).containsOnlyKeys("refused connection");
            assertThat(jira.asked()).isEmpty();

            drilling.end();
            assertThat(status(call("POST", ISSUE))).isEqualTo(201);
        }
    }

    @Test
    void neverAnswers() throws Exception {
        calls = calls("jira", jira.url(), Duration.ofMillis(300));
        try (Drilling drilling = new Drilling("jira-hang", detours)) {
            assertThatThrownBy(() -> call("POST", ISSUE)).isInstanceOf(SocketTimeoutException.class);
            assertThat(drilling.met()).containsOnlyKeys("no answer");
            assertThat(jira.asked()).isEmpty();
        }
    }

    @Test
    void answersLate() throws Exception {
        try (Drilling drilling = new Drilling("jira-slow", detours)) {
            CompletableFuture<Message> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return call("POST", ISSUE);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            await().until(() -> !jira.asked().isEmpty());
            assertThat(answer).isNotDone();

            drilling.end(); // sooner than its time: what waits is let go
            assertThat(status(answer.get(30, TimeUnit.SECONDS))).isEqualTo(201);
            assertThat(drilling.met()).containsOnlyKeys("late answer");
        }
    }

    /** Whoever makes it again then has made it twice, which the report has to say. */
    @Test
    void cutsTheAnswerOfWhatWasDone() throws Exception {
        try (Drilling drilling = new Drilling("jira-cut", detours);
                LogFields run = LogFields.of("event-1", "jira-ticket-on-request")) {
            assertThatThrownBy(() -> call("POST", ISSUE)).isInstanceOf(IOException.class);
            assertThat(jira.asked()).hasSize(1);
            assertThat(drilling.calls.repeats(false)).isEqualTo(new DrillCalls.Repeats(0, 0));

            drilling.end();
            call("POST", ISSUE);
            assertThat(drilling.calls.repeats(false)).isEqualTo(new DrillCalls.Repeats(1, 0));
        }
    }

    /** So that a run gets as far as to act. */
    @Test
    void cutsEveryOtherAnswerToAQuestion() throws Exception {
        try (Drilling drilling = new Drilling("jira-cut", detours)) {
            assertThatThrownBy(() -> call("GET", ISSUE)).isInstanceOf(IOException.class);
            assertThat(status(call("GET", ISSUE))).isEqualTo(200);
            assertThatThrownBy(() -> call("GET", ISSUE)).isInstanceOf(IOException.class);
            assertThat(jira.asked()).hasSize(3);
            assertThat(drilling.met()).containsOnly(Map.entry("cut answer", 2L));
        }
    }

    @Test
    void handsEachCallOverAsItIsAndNobodyElseLearnsOfTheRun() throws Exception {
        try (Drilling drilling = new Drilling("jira-cut", detours);
                LogFields run = LogFields.of("event-1", "jira-ticket-on-request")) {
            drilling.end();
            Message answer = call("POST", ISSUE);

            assertThat(status(answer)).isEqualTo(201);
            assertThat(answer.getBody(String.class)).isEqualTo("{\"key\":\"C-1\"}");
            assertThat(answer.getHeader("X-Of")).isEqualTo("Jira");
            assertThat(jira.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.call()).isEqualTo("POST " + ISSUE);
                assertThat(asked.parameters()).containsEntry("jql", "a = \"b&c\"");
                assertThat(asked.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"é\":1}");
                assertThat(asked.header("Authorization")).isEqualTo("Basic c2VjcmV0");
                assertThat(asked.header("User-Agent")).isEqualTo("Aftertalk");
                assertThat(asked.header("Host")).isEqualTo(jira.url().substring("http://".length()));
                assertThat(asked.header("Aftertalk-Run")).isNull();
            });
            assertThat(drilling.through()).isEqualTo(1);
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        new Drilling("jira-outage", detours).close();

        assertThat(detours.instead("jira", "http", "127.0.0.1", 80)).isNull();
        assertThat(status(call("GET", ISSUE))).isEqualTo(200);
    }

    @Test
    void trustsNoCertificateThatTheClientWouldNot(@TempDir Path folder) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(TestCertificates.of("127.0.0.1", folder).server()));
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        calls = calls("jira", "https://127.0.0.1:" + server.getAddress().getPort(), PATIENT);
        try (Drilling drilling = new Drilling("jira-slow", detours)) {
            drilling.end();
            assertThat(status(call("GET", ISSUE))).isEqualTo(502);
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }
}
