package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFrameTest {

    private static final String OK = "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nhello";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                "HTTP/1.1 202 \r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\nTrailer: here\r\n\r\n",
                "GET /stats HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "POST /w1 HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"a\":\"\r\n\r\n\"}",
            })
    void isThereOnceItsLastByteIs(String message) {
        for (int length = 0; length < message.length(); length++) {
            // What lies behind are bytes of an earlier message.
            assertThat(HttpFrame.of(bytes(message), 0, length))
                    .as("%d bytes", length)
                    .isNull();
        }
        assertThat(frame(message).bytes()).isEqualTo(message.length());
    }

    @Test
    void leavesTheNextAnswerWhereItIs() {
        byte[] two = bytes(OK + "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\nHTTP");
        HttpFrame first = HttpFrame.of(two, 0, two.length);
        HttpFrame second = HttpFrame.of(two, first.bytes(), two.length);
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(503);
        assertThat(HttpFrame.of(two, first.bytes() + second.bytes(), two.length))
                .isNull();
    }

    @Test
    void tellsWhetherTheConnectionEnds() {
        assertThat(frame(OK).closes()).isFalse();
        assertThat(frame("HTTP/1.1 200 OK\r\nCONNECTION: Close\r\nContent-Length: 0\r\n\r\n")
                        .closes())
                .isTrue();
        assertThat(frame("GET / HTTP/1.0\r\n\r\n").closes()).isTrue();
    }

    @Test
    void takesNoHeaderFromTheBody() {
        assertThat(frame("HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n\r\nConnection: close\r\n\r\n..")
                        .closes())
                .isFalse();
    }

    @Test
    void refusesAnAnswerWhoseEndNobodyCanTell() {
        assertThatThrownBy(() -> frame("HTTP/1.1 200 OK\r\n\r\nhello")).hasMessageContaining("how long");
    }

    private static HttpFrame frame(String text) {
        return HttpFrame.of(bytes(text), 0, text.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
