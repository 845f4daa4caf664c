package dev.aftertalk.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void saysWhatKeptAConnectionFromBeingMade() {
        assertThat(Reasons.unreachable(new ConnectException())).contains("the connection was refused");
        assertThat(Reasons.unreachable(new IllegalStateException(new UnknownHostException("a"))))
                .contains("there is no host of this name");
        assertThat(Reasons.unreachable(new UncheckedIOException(new SocketTimeoutException())))
                .contains("no answer came in time");
        assertThat(Reasons.unreachable(new IllegalStateException(new TimeoutException())))
                .contains("no answer came in time");
        assertThat(Reasons.unreachable(new IOException("reset"))).contains("the connection broke");
    }

    @Test
    void prefersWhatTellsMore() {
        Throwable refused = new ConnectException().initCause(new SSLHandshakeException("no trust"));

        assertThat(Reasons.unreachable(refused)).contains("no secure connection could be agreed on");
    }

    @Test
    void saysNothingOfOtherFailures() {
        assertThat(Reasons.unreachable(new IllegalStateException("a"))).isEmpty();
    }
}
