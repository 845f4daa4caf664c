package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.RawExchange.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = FrontDoor.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "iadvize.webhook.secrets=x")
class HealthControllerTest {

    @LocalServerPort
    private int port;

    @Autowired
    private FrontDoor.Gate gate;

    /** Other classes share this server. */
    @AfterEach
    void reset() {
        gate.open.set(true);
    }

    @Test
    void answersUpWhileTheIntakeIsOpenWhateverIsAccepted() throws IOException {
        for (String accept : new String[] {"*/*", "text/html", "application/json"}) {
            Answer answer = ask("GET", "Accept: " + accept + "\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void answers503DownWhileTheIntakeIsClosed() throws IOException {
        gate.open.set(false);
        Answer answer = ask("GET", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"DOWN\"}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(ask("HEAD", "").status()).isEqualTo(503);
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        Answer answer = ask("HEAD", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private Answer ask(String method, String headers) throws IOException {
        return RawExchange.send(
                port, method + " /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
    }
}
