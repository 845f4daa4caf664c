package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class NodeDrillTest {

    private final CountDownLatch killed = new CountDownLatch(1);
    private final MockEnvironment environment = new MockEnvironment();

    private NodeDrill drill(boolean startedAgain) {
        DrillSettings settings = new DrillSettings(true, Duration.ofHours(1), Duration.ofHours(1), startedAgain);
        return new NodeDrill(settings, environment, Duration.ofMillis(50), Duration.ofMillis(50), killed::countDown);
    }

    @Test
    void killsTheServerOnceTheDrillIsOnRecord() throws Exception {
        Fault fault = drill(true).begin(NodeDrill.KILLED, new DrillCalls());
        assertThat(killed.await(10, TimeUnit.SECONDS)).isTrue();
        fault.close();
    }

    @Test
    void killsNoServerThatNobodyWouldStartAgain() {
        assertThatThrownBy(() -> drill(false).begin(NodeDrill.KILLED, new DrillCalls()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("drill.started-again=true");
    }

    @Test
    void knowsThatSystemdAndKubernetesStartServersAgain() throws Exception {
        environment.setProperty("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        drill(false).begin(NodeDrill.KILLED, new DrillCalls()).close();
    }

    @Test
    void knowsItselfFromWhatInheritsWhatSystemdSays() throws Exception {
        environment.setProperty("SYSTEMD_EXEC_PID", "1");
        assertThatThrownBy(() -> drill(false).begin(NodeDrill.KILLED, new DrillCalls()))
                .isInstanceOf(IOException.class);
        environment.setProperty(
                "SYSTEMD_EXEC_PID", Long.toString(ProcessHandle.current().pid()));
        drill(false).begin(NodeDrill.KILLED, new DrillCalls()).close();
    }

    @Test
    void killsNoMoreOnceItHasEnded() throws Exception {
        DrillCalls calls = new DrillCalls();
        calls.met("ended and started again");
        drill(true).begin(NodeDrill.KILLED, calls).end();
        assertThat(killed.await(300, TimeUnit.MILLISECONDS)).isFalse();
    }
}
