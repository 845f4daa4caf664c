package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.testing.Unguarded;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lost answers leave it open whether Jira opened an issue. */
class JiraCallTest {

    private static final List<IOException> SENT = List.of(
            new SocketTimeoutException("Read timed out"),
            new SocketException("Connection reset"),
            new NoHttpResponseException("failed to respond"));
    private static final List<IOException> NEVER_SENT = List.of(
            new ConnectException("refused"),
            new ConnectTimeoutException("connect timed out"),
            new ConnectionRequestTimeoutException("pool"),
            new UnknownHostException("no.such.host"),
            new SSLHandshakeException("no trust"));

    private final JiraCall call = new JiraCall("é@shop.test", "t:k", Unguarded.QUOTA);

    @ParameterizedTest
    @CsvSource({"/rest/api/3/issue", "/jira/rest/api/3/issue", "/rest/servicedeskapi/request"})
    void isInDoubtWhenACreationWasSentAndItsAnswerLost(String path) {
        for (IOException fault : SENT) {
            assertThatThrownBy(() -> execute("POST", path, fault)).isInstanceOf(OutcomeUnknownException.class);
        }
        for (IOException fault : NEVER_SENT) {
            assertThatThrownBy(() -> execute("POST", path, fault)).isSameAs(fault);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/rest/api/3/search/jql",
        "PUT,/rest/api/3/issue/CUST-1",
        "GET,/rest/api/3/issue",
        "POST,/rest/api/3/issue/CUST-1/attachments"
    })
    void leavesOtherCallsToBeRepeated(String method, String path) {
        for (IOException fault : SENT) {
            assertThatThrownBy(() -> execute(method, path, fault)).isSameAs(fault);
        }
    }

    @Test
    void addsTheCredentials() throws Exception {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
        call.execute(request, null, (sent, scope) -> new BasicClassicHttpResponse(200));
        assertThat(request.getHeader("Authorization").getValue()).isEqualTo("Basic w6lAc2hvcC50ZXN0OnQ6aw==");
    }

    private void execute(String method, String path, IOException fault) throws Exception {
        call.execute(new BasicClassicHttpRequest(method, path), null, (request, scope) -> {
            throw fault;
        });
    }
}
