package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.RawGet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.web.filter.FormContentFilter;

/** What somebody without a login can send to any address: it is answered, and never fills the log. */
@ExtendWith(OutputCaptureExtension.class)
class StrangersTest extends SecuredTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login;a=%",
                "/login;a=%2",
                "/login;a=%zz",
                "/;%",
                "/health;a=%",
                "/webhooks/iadvize;a=%",
                "/survey/x;a=%f",
                "/unsubscribe/x;a=%",
                "/aftertalk.css;%",
                "/api/events;a=%2",
                "/actuator/health;a=%"
            })
    void getA400WithoutALineForAPathParameterThatCantBeDecoded(String path, CapturedOutput output) throws IOException {
        assertThat(RawGet.status(port, path)).startsWith("HTTP/1.1 400");
        assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness"})
    void areAnsweredWhenTheirAcceptHeaderHasAnEmptyElement(String path, CapturedOutput output) {
        for (String accept :
                new String[] {",", "*/*,", "text/html,,*/*", "text/html, ,*/*", " , application/json", ""}) {
            assertThat(stranger().get(path, "Accept", accept).statusCode())
                    .as(accept)
                    .isEqualTo(200);
        }
        for (String accept : new String[] {",image/png", "a", "a/b;c=\""}) {
            assertThat(stranger().get(path, "Accept", accept).statusCode())
                    .as(accept)
                    .isEqualTo(406);
        }
        assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
    }

    /** Tomcat's loggers that tell each request, or show what was sent; most of them do so once a day. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.coyote.http11.Http11Processor",
                "org.apache.coyote.http2.Http2UpgradeHandler",
                "org.apache.catalina.connector.Request",
                "org.apache.tomcat.util.http.Parameters",
                "org.apache.tomcat.util.http.parser.Cookie"
            })
    void areNotQuotedByTheWebServer(String logger) {
        assertThat(LoggerFactory.getLogger(logger).isInfoEnabled()).isFalse();
    }

    @Test
    void leaveNoTraceOfWhatCantBeDecoded(CapturedOutput output) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : new String[] {"/login", "/survey/x", "/unsubscribe/x"}) {
            HttpRequest form = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Cookie", "Bad Cookie; x=S3cret-cookie")
                    .header("Accept-Language", "en,".repeat(20) + "fr")
                    .POST(BodyPublishers.ofString("username=admin&password=S3cret50%off&=S3cret-comment"))
                    .build();
            assertThat(client.send(form, BodyHandlers.discarding()).statusCode())
                    .as(path)
                    .isBetween(300, 499);
        }
        assertThat(output).doesNotContain("S3cret").doesNotContain("locales").doesNotContain("ERROR");
    }

    @Test
    void haveNoFormReadAheadOfTheLogin(@Autowired ApplicationContext context) {
        assertThat(context.getBeanNamesForType(FormContentFilter.class)).isEmpty();
    }

    @Test
    void leaveNoTraceWithAFormThatIsCutOff(CapturedOutput output) throws IOException {
        for (String path : new String[] {"/login", "/account", "/survey/x", "/unsubscribe/x", "/api/runs/replay"}) {
            for (String type : new String[] {
                "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"
            }) {
                cutOff(path, type);
            }
        }
        assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/account",
                "/survey/x",
                "/unsubscribe/x",
                "/api/runs/replay",
                "/dashboard",
                "/none",
                "/webhooks/iadvize"
            })
    void leaveNoTraceWithAMultipartFormThatCantBeRead(String path, CapturedOutput output) throws Exception {
        for (String type :
                new String[] {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b"
                }) {
            HttpRequest form = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=a\r\n\r\ncut"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(form, BodyHandlers.discarding())
                            .statusCode())
                    .as(type)
                    .isBetween(300, 499);
        }
        assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /login, to",
        "GET, /login/oidc, to",
        "POST, /unsubscribe/x, action",
        "POST, /unsubscribe/x, List-Unsubscribe"
    })
    void getA400ForAFileInThePlaceOfAText(String method, String path, String field) throws Exception {
        HttpRequest form = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("Accept", "text/html")
                .method(
                        method,
                        BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"" + field
                                + "\"; filename=\"a.txt\"\r\n\r\n5\r\n--b--\r\n"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(form, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("<h1>This can");
    }

    private void cutOff(String path, String type) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: 500\r\n\r\nname=a")
                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Until the server is done with it.
            }
        } catch (SocketException e) {
            // It closed with some of our bytes unread.
        }
    }
}
