package dev.aftertalk.intake;

import static dev.aftertalk.intake.FrontDoor.SECRET;
import static dev.aftertalk.intake.FrontDoor.assertProblem;
import static dev.aftertalk.intake.FrontDoor.sign;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.intake.FrontDoor.Received;
import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.RawExchange.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = FrontDoor.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"iadvize.webhook.secrets= other , ,yourSecretToken", "aftertalk.web.body-timeout=2s"})
@ExtendWith(OutputCaptureExtension.class)
class WebhookFilterTest {

    private static final byte[] EVENT = "{\"eventId\":\"1\",\"comment\":\"Très utile ✔\"}".getBytes(UTF_8);
    private static final int LIMIT = 262_144;

    @LocalServerPort
    private int port;

    @Autowired
    private FrontDoor.Behind behind;

    @Autowired
    private FrontDoor.Gate gate;

    @BeforeEach
    void reset() {
        behind.received.clear();
    }

    /** Other classes share this server. */
    @AfterEach
    void open() {
        gate.open.set(true);
    }

    @Test
    void letsASignedEventThroughWithItsBytes() throws Exception {
        assertThat(post(EVENT, signed(EVENT)).status()).isEqualTo(202);
        Received received = received();
        assertThat(received.body()).isEqualTo(EVENT);
        assertThat(received.length()).isEqualTo(EVENT.length);
        assertThat(received.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void takesEveryConfiguredSecretAndAnyLetterCaseOfNameAndDigits() throws Exception {
        String upper = "sha256=" + sign("other", EVENT).substring(7).toUpperCase();
        assertThat(post(EVENT, "X-iAdvize-SIGNATURE: " + upper).status()).isEqualTo(202);
    }

    @Test
    void answers401WhenTheSignatureIsMissing() throws Exception {
        assertRefused(post(EVENT), 401);
    }

    @Test
    void answers401WhenTheSignatureIsMadeWithAnotherSecret() throws Exception {
        assertRefused(post(EVENT, WebhookFilter.SIGNATURE + ": " + sign("notOurs", EVENT)), 401);
    }

    @Test
    void answers401WhenTheBodyWasChanged() throws Exception {
        assertRefused(post("{\"eventId\":\"2\"}".getBytes(UTF_8), signed(EVENT)), 401);
    }

    @Test
    void answers401WhenTheSignatureIsGivenTwice() throws Exception {
        assertRefused(post(EVENT, signed(EVENT), signed(EVENT)), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"})
    void answers405ToEveryOtherMethod(String method) throws Exception {
        Answer answer = RawExchange.send(port, head(method + " /webhooks/iadvize HTTP/1.1"), "\r\n");
        assertThat(answer.header("Allow")).isEqualTo("POST");
        if (method.equals("HEAD")) {
            assertThat(answer.status()).isEqualTo(405);
        } else {
            assertRefused(answer, 405);
        }
    }

    @Test
    void answers400ToWhatIsNotUtf8() throws Exception {
        byte[] cut = EVENT.clone();
        cut[cut.length - 3] = (byte) 0xc3;
        for (byte[] body : new byte[][] {cut, new String(EVENT, UTF_8).getBytes(UTF_16LE)}) {
            assertRefused(post(body, signed(body)), 400);
            byte[] packed = gzip(body);
            assertRefused(
                    exchange(
                            packed,
                            "Content-Type: application/json",
                            "Content-Encoding: gzip",
                            signed(packed),
                            "Content-Length: " + packed.length),
                    400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: at all",
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: application/json; charset=iso-8859-1",
                "Content-Type: application/json; charset=nonsense",
                "Content-Type: nonsense",
                "Content-Type: application/*",
                "Content-Type: application/json\r\nContent-Type: text/plain"
            })
    void answers415WhenTheContentIsNotDeclaredAsJsonInUtf8(String header) throws Exception {
        assertRefused(exchange(EVENT, header, signed(EVENT), "Content-Length: " + EVENT.length), 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "Application/JSON;charset=\"UTF-8\"",
                "application/json; profile=x"
            })
    void takesParametersOfTheContentType(String type) throws Exception {
        Answer answer = exchange(EVENT, "Content-Type: " + type, signed(EVENT), "Content-Length: " + EVENT.length);
        assertThat(answer.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip, br"})
    void answers415ToAnEncodingItCantUndo(String encoding) throws Exception {
        Answer answer = post(EVENT, signed(EVENT), "Content-Encoding: " + encoding);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
        assertRefused(answer, 415);
    }

    @Test
    void answers503WhileTheIntakeIsClosedBeforeReadingTheBody() throws Exception {
        gate.open.set(false);
        Answer answer = RawExchange.send(port, jsonHead(), "Content-Length: 5000\r\n\r\n");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertRefused(answer, 503);
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        byte[] body = spaces(LIMIT);
        assertThat(post(body, signed(body)).status()).isEqualTo(202);
        assertThat(received().body()).hasSize(LIMIT);
        assertThat(chunked(body, true).status()).isEqualTo(202);
        assertThat(received().body()).hasSize(LIMIT);
    }

    @Test
    void answers413AtOnceWhenTheDeclaredLengthIsOverTheLimit() throws Exception {
        assertRefused(RawExchange.send(port, jsonHead(), "Content-Length: " + (LIMIT + 1) + "\r\n\r\n"), 413);
    }

    @Test
    void answers413WithoutAsking100ContinueWhenTheDeclaredLengthIsOverTheLimit() throws Exception {
        Answer answer = RawExchange.send(
                port, jsonHead(), "Expect: 100-continue\r\nContent-Length: " + (LIMIT + 1) + "\r\n\r\n");
        assertRefused(answer, 413);
    }

    @Test
    void answers413OneByteAfterTheLimitWhenTheBodyIsChunkedAndNeverEnds() throws Exception {
        assertRefused(chunked(spaces(LIMIT + 1), false), 413);
    }

    @Test
    void inflatesAGzipBodySignedAsSent() throws Exception {
        byte[] packed = gzip(EVENT);
        assertThat(post(packed, signed(packed), "Content-Encoding: GZIP").status())
                .isEqualTo(202);
        Received received = received();
        assertThat(received.body()).isEqualTo(EVENT);
        assertThat(received.length()).isEqualTo(EVENT.length);
        assertThat(received.headers())
                .doesNotContainKey("Content-Encoding")
                .containsEntry("Content-Length", "" + EVENT.length);
    }

    @Test
    void takesAGzipBodyThatInflatesToExactlyTheLimitAndAnswers413ToOneByteMore() throws Exception {
        byte[] fits = gzip(spaces(LIMIT));
        assertThat(post(fits, signed(fits), "Content-Encoding: gzip").status()).isEqualTo(202);
        assertThat(received().body()).hasSize(LIMIT);
        byte[] bomb = gzip(spaces(LIMIT + 1));
        assertRefused(post(bomb, signed(bomb), "Content-Encoding: gzip"), 413);
    }

    @Test
    void answers400ToGzipThatIsBrokenOrCutShort() throws Exception {
        assertRefused(post(EVENT, signed(EVENT), "Content-Encoding: gzip"), 400);
        byte[] packed = gzip(EVENT);
        byte[] half = Arrays.copyOf(packed, packed.length / 2);
        assertRefused(post(half, signed(half), "Content-Encoding: gzip"), 400);
        assertRefused(post(new byte[0], signed(new byte[0]), "Content-Encoding: gzip"), 400);
    }

    @Test
    void inflatesNothingThatIsNotSigned() throws Exception {
        assertRefused(post(gzip(spaces(LIMIT + 1)), "Content-Encoding: gzip"), 401);
    }

    @Test
    void dropsHeadersThatWouldSteerTheRoute() throws Exception {
        Answer answer = post(
                EVENT,
                signed(EVENT),
                "cAmElHttpUri: http://evil",
                "CamelFileName: x",
                "Org.Apache.CAMEL.x: y",
                "x-iadvize-delivery: d1");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(received().headers())
                .containsEntry("x-iadvize-delivery", "d1")
                .doesNotContainKeys("CamelHttpUri", "CamelFileName", "org.apache.camel.x", WebhookFilter.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/iadvize/",
                "/webhooks/iadvize?CamelHttpUri=x&a=b",
                "/webhooks//iadvize",
                "/webhooks/./iadvize;a=b",
                "/x/../webhooks/%69advize"
            })
    void handsOnEverySpellingOfTheAddressAsTheOneWithoutQuery(String target) throws Exception {
        String head = head("POST " + target + " HTTP/1.1") + "Content-Type: application/json\r\n";
        String rest = signed(EVENT) + "\r\nContent-Length: " + EVENT.length + "\r\n\r\n";
        assertThat(RawExchange.send(port, head, rest, EVENT).status()).isEqualTo(202);
        Received received = received();
        assertThat(received.path()).isEqualTo("/webhooks/iadvize");
        assertThat(received.url()).isEqualTo("http://localhost/webhooks/iadvize");
        assertThat(received.query()).isNull();
        assertThat(received.parameters()).isEmpty();
        assertRefused(RawExchange.send(port, head, "Content-Length: 0\r\n\r\n"), 401);
    }

    @Test
    void answers404BesideTheAddress() throws Exception {
        for (String path :
                new String[] {"/webhooks", "/webhooks/iadvize/x", "/webhooks/iadvizeX", "/Webhooks/iadvize"}) {
            assertRefused(RawExchange.send(port, head("POST " + path + " HTTP/1.1"), "Content-Length: 0\r\n\r\n"), 404);
        }
    }

    @Test
    void answers408WithoutAStackTraceWhenTheSenderStalls(CapturedOutput output) throws Exception {
        Answer answer = RawExchange.send(port, jsonHead(), signed(EVENT), "\r\nContent-Length: 500\r\n\r\n{");
        assertRefused(answer, 408);
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void leavesNoStackTraceWhenTheSenderGoesAway(CapturedOutput output) throws Exception {
        for (int length : new int[] {500, LIMIT}) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.setSoLinger(true, 0);
                OutputStream out = socket.getOutputStream();
                out.write((jsonHead() + "Content-Length: " + length + "\r\n\r\n{").getBytes(UTF_8));
                out.flush();
            }
        }
        // The same server goes on answering, and by then has met the end of the connections above.
        assertThat(post(EVENT, signed(EVENT)).status()).isEqualTo(202);
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(30)).until(() -> !output.toString()
                .contains("\tat "));
    }

    @Test
    void answers400ToAChunkThatIsNone(CapturedOutput output) throws Exception {
        Answer answer =
                RawExchange.send(port, jsonHead(), signed(EVENT), "\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n");
        assertRefused(answer, 400);
        assertThat(output).doesNotContain("\tat ");
    }

    private void assertRefused(Answer answer, int status) throws IOException {
        assertProblem(answer, status);
        assertThat(behind.received).isEmpty();
    }

    private Received received() {
        assertThat(behind.received).hasSize(1);
        return behind.received.remove();
    }

    private Answer post(byte[] body, String... headers) throws IOException {
        String all = String.join("\r\n", headers);
        return exchange(body, "Content-Type: application/json", "Content-Length: " + body.length + "\r\n" + all);
    }

    private Answer exchange(byte[] body, String... headers) throws IOException {
        String all = String.join("\r\n", headers);
        return RawExchange.send(
                port, head("POST /webhooks/iadvize HTTP/1.1"), all, all.endsWith("\n") ? "\r\n" : "\r\n\r\n", body);
    }

    private Answer chunked(byte[] body, boolean ended) throws Exception {
        String head = jsonHead() + signed(body) + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        String end = ended ? "\r\n0\r\n\r\n" : "\r\n";
        return RawExchange.send(port, head, Integer.toHexString(body.length), "\r\n", body, end);
    }

    private static String head(String line) {
        return line + "\r\nHost: localhost\r\nConnection: close\r\n";
    }

    private static String jsonHead() {
        return head("POST /webhooks/iadvize HTTP/1.1") + "Content-Type: application/json\r\n";
    }

    private static String signed(byte[] body) throws Exception {
        return WebhookFilter.SIGNATURE + ": " + sign(SECRET, body);
    }

    private static byte[] spaces(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        return body;
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }
}
