package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.RefusesUsException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;

class GuardedCallTest {

    private final List<String> said = new ArrayList<>();

    private final GuardedCall call = new GuardedCall(
            () -> new Guard.Call() {
                @Override
                public void answered() {
                    said.add("answered");
                }

                @Override
                public void failed(String why) {
                    said.add("failed");
                }

                @Override
                public void refused(String why) {
                    said.add("refused");
                }

                @Override
                public void close() {
                    said.add("closed");
                }
            },
            "Jira",
            answer -> answer.getCode() == 401 ? "check jira.api-token" : null);

    @Test
    void aRunThatFoundNoConnectionFreeDidNotCallAndTellsNothingAboutTheOtherSide() {
        assertThatThrownBy(() -> call.execute(null, null, (request, scope) -> {
                    throw new ConnectionRequestTimeoutException("pool");
                }))
                .isInstanceOf(NotCalledException.class)
                .hasMessageContaining("No connection to Jira was free");
        assertThat(said).containsExactly("closed");
    }

    @Test
    void tellsARefusalOfUsFromOneOfWhatWasAsked() throws Exception {
        call.execute(null, null, (request, scope) -> new BasicClassicHttpResponse(401));
        call.execute(null, null, (request, scope) -> new BasicClassicHttpResponse(403));
        assertThatThrownBy(() -> call.execute(null, null, (request, scope) -> {
                    throw new RefusesUsException("the login says no");
                }))
                .isInstanceOf(RefusesUsException.class);
        assertThat(said).containsExactly("refused", "closed", "answered", "closed", "refused", "closed");
    }

    @Test
    void aConnectionThatIsRefusedIsTheOtherSidesFault() {
        assertThatThrownBy(() -> call.execute(null, null, (request, scope) -> {
                    throw new ConnectException("refused");
                }))
                .isInstanceOf(ConnectException.class);
        assertThat(said).containsExactly("failed", "closed");
    }
}
