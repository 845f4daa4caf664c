package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.intake.health.ConnectorProbe;
import dev.aftertalk.intake.health.HealthController;
import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.testing.RawExchange.Answer;
import dev.aftertalk.web.ErrorAnswers;
import dev.aftertalk.web.WebhookRoute;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A server with the front door alone: a gate that tests open and close, and behind it something that records what came through. */
@ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    MultipartAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class
})
@EnableConfigurationProperties({WebhookSettings.class, WebSettings.class, SignatureSettings.class})
@Import({
    WebhookConfiguration.class,
    WebhookRoute.class,
    HealthController.class,
    ErrorAnswers.class,
    WebServerCustomizer.class,
    ConnectorProbe.class,
    ArrivingBodies.class,
    WebhookProblem.class,
    RefusalCounts.class,
    SimpleMeterRegistry.class,
    FrontDoor.Gate.class,
    FrontDoor.Behind.class
})
class FrontDoor {

    static final String SECRET = "yourSecretToken";
    private static final ObjectMapper JSON = new ObjectMapper();

    static String sign(String secret, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes("UTF-8"), "HmacSHA256"));
        return "sha256=" + java.util.HexFormat.of().formatHex(mac.doFinal(body));
    }

    /** Asserts what holds for every error this server answers. */
    static void assertProblem(Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Server")).isNull();
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail");
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat((answer.headers() + answer.body()).toLowerCase(Locale.ROOT))
                .doesNotContain("aftertalk", "camel", "spring", "java", "tomcat", "apache", "exception", "<html");
    }

    /** The gate, open unless a test closes it. */
    static class Gate implements IntakeGate {

        final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public boolean open() {
            return open.get();
        }
    }

    /** What came through, as a handler sees it. */
    record Received(
            byte[] body,
            Map<String, String> headers,
            String path,
            String url,
            String query,
            Map<String, String[]> parameters,
            long length) {}

    /** A test component, so that scanning the application's packages in other tests leaves it out. */
    @RestController
    @TestComponent
    static class Behind {

        final Queue<Received> received = new ConcurrentLinkedQueue<>();
        private final Semaphore blocked = new Semaphore(0);
        private volatile CountDownLatch latch = new CountDownLatch(0);

        /** From now on who comes here stays here. */
        void block() {
            latch = new CountDownLatch(1);
        }

        void awaitBlocked(int requests) throws InterruptedException {
            assertThat(blocked.tryAcquire(requests, 30, TimeUnit.SECONDS)).isTrue();
        }

        void unblock() {
            latch.countDown();
        }

        private void pass() throws InterruptedException {
            CountDownLatch now = latch;
            if (now.getCount() > 0) {
                blocked.release();
                now.await();
            }
        }

        @GetMapping("/blocks")
        void blocks() throws InterruptedException {
            pass();
        }

        @PostMapping(WebhookFilter.PATH)
        ResponseEntity<Void> take(HttpServletRequest request) throws IOException, InterruptedException {
            pass();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
            received.add(new Received(
                    request.getInputStream().readAllBytes(),
                    headers,
                    request.getRequestURI(),
                    request.getRequestURL().toString(),
                    request.getQueryString(),
                    request.getParameterMap(),
                    request.getContentLengthLong()));
            return ResponseEntity.accepted().build();
        }

        @PostMapping("/form")
        String form(HttpServletRequest request) {
            return request.getParameter("a") + " " + request.getParameter("b");
        }

        @PostMapping("/api/echo")
        String echo(HttpServletRequest request) throws IOException {
            return request.getReader().readLine();
        }

        @GetMapping("/fails")
        String fail() {
            throw new IllegalStateException("java.lang.Secret of dev.aftertalk");
        }

        @PostMapping("/takes")
        String take(@RequestBody(required = false) Map<String, Object> body) {
            return "taken";
        }

        @GetMapping("/refuses")
        String refuse() {
            throw new ResponseStatusException(org.springframework.http.HttpStatus.CONFLICT, "Reload the page first.");
        }
    }
}
