package dev.aftertalk.intake;

import static dev.aftertalk.intake.FrontDoor.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.RawExchange.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = FrontDoor.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "iadvize.webhook.secrets=x")
class ErrorAnswersTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        "GET,    /nothing/here,       404",
        "GET,    /error,              404",
        "POST,   /health,             405",
        "GET,    /fails,              500",
        "TRACE,  /health,             405",
        "GET,    /bad[address],       400",
        "GET,    /bad%zz,             400",
        "GET,    /%2e%2e/%2e%2e/etc,  400",
        "G<T,    /health,             400"
    })
    void answersAProblemWithoutInternals(String method, String path, int status) throws IOException {
        Answer answer = send(method + " " + path + " HTTP/1.1", "Host: localhost");
        assertProblem(answer, status);
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing,           en, 404, There is nothing here",
        "/nothing,           fr, 404, a rien ici",
        "/nothing,           de, 404, There is nothing here",
        "/fails,             en, 500, Something went wrong here",
        "/refuses,           en, 409, Reload the page first.",
        "/survey/with/parts, fr, 404, a rien ici",
        "/bad%zz,            fr, 400, Demande illisible",
        "/bad;%zz,           fr, 400, Demande illisible",
        "/survey/x;%zz,      en, 400, read"
    })
    void answersAPageToABrowserInTheLanguageOfItsReader(String path, String language, int status, String says)
            throws IOException {
        Answer answer = send(
                "GET " + path + " HTTP/1.1",
                "Host: localhost\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Language: " + language);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .contains(says, "<html lang=\"" + (language.equals("fr") ? "fr" : "en") + "\">")
                .doesNotContain("Secret", "exception", "{");
        assertThat(answer.body().contains("class=\"button\""))
                .as("a way to the login")
                .isEqualTo(!path.startsWith("/survey/"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 65537',                      413, That is too much",
        "'Content-Length: 1\r\nContent-Type: */*',     415, This can"
    })
    void answersAPageToABrowserWhoseFormIsNotTaken(String headers, int status, String says) throws IOException {
        Answer answer = send("POST /form HTTP/1.1", "Host: localhost\r\nAccept: text/html\r\n" + headers + "\r\n\r\nx");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Vary")).contains("Accept");
        assertThat(answer.body()).contains(says).doesNotContain("{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/iadvize", "/api/echo"})
    void answersAProblemToWhatIsTooLargeAtTheAddressesOfPrograms(String path) throws IOException {
        Answer answer = send(
                "POST " + path + " HTTP/1.1",
                "Host: localhost\r\nAccept: text/html\r\nContent-Type: application/json\r\nContent-Length: 99999999");
        assertProblem(answer, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/webhooks/nothing", "/actuator/nothing"})
    void answersAProblemAtTheAddressesOfProgramsWhateverTheyAccept(String path) throws IOException {
        assertProblem(send("GET " + path + " HTTP/1.1", "Host: localhost\r\nAccept: text/html"), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "'No host: here',                                  400",
        "'Host: localhost\r\nHost: other',                 400",
        "'Host: localhost\r\nContent-Length: x',           400",
        "'Host: localhost\r\nTransfer-Encoding: nonsense', 501",
        "'Host: localhost\r\nTransfer-Encoding: gzip, chunked', 501",
        "'Host: localhost\r\nTransfer-Encoding: chunked, chunked', 400",
        "'Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked', 400"
    })
    void answersAProblemToBadHeaders(String headers, int status) throws IOException {
        assertProblem(send("GET /health HTTP/1.1", headers), status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*/*", "application/*"})
    void answersAProblemToABodyOfAnyType(String type) throws IOException {
        for (String body : List.of("{}", "")) {
            String headers = "\r\nContent-Length: " + body.length() + "\r\nContent-Type: " + type + "\r\n\r\n";
            assertProblem(RawExchange.send(port, "POST /takes HTTP/1.1\r\nHost: localhost" + headers + body), 415);
        }
    }

    @Test
    void answersAProblemToHeadersThatAreTooLarge() throws IOException {
        Answer answer = send("GET /health HTTP/1.1", "Host: localhost\r\nX-Large: " + "x".repeat(20_000));
        assertProblem(answer, 400);
    }

    @Test
    void answersAProblemToAnUnknownProtocol() throws IOException {
        assertProblem(send("GET /health HTTP/7.3", "Host: localhost"), 505);
    }

    @Test
    void tellsWhoeverSendsWhatTheWebServerDoesNotKnowThatItIsTheirs() throws IOException {
        assertThat(send("GET /health HTTP/7.3", "Host: localhost").body()).contains("HTTP/1.1");
        assertThat(send("GET /health HTTP/1.1", "Host: localhost\r\nTransfer-Encoding: x")
                        .body())
                .contains("transfer coding");
    }

    @Test
    void namesTheAllowedMethods() throws IOException {
        assertThat(send("POST /health HTTP/1.1", "Host: localhost").header("Allow"))
                .contains("GET");
    }

    @Test
    void passesOnTheReasonThatOurOwnCodeGives() throws IOException {
        Answer answer = send("GET /refuses HTTP/1.1", "Host: localhost");
        assertProblem(answer, 409);
        assertThat(answer.body()).contains("Reload the page first.");
    }

    private Answer send(String line, String headers) throws IOException {
        return RawExchange.send(port, line + "\r\nConnection: close\r\n" + headers + "\r\n\r\n");
    }
}
