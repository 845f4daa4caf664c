package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(drill(false).refusal(NodeDrill.KILLED)).hasValueSatisfying(why -> assertThat(why)
                .contains("nothing that would start it again", "set drill.started-again=true"));
        assertThat(drill(true).refusal(NodeDrill.KILLED)).isEmpty();
    }

    @Test
    void knowsThatSystemdAndKubernetesStartServersAgain() {
        environment.setProperty("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        assertThat(drill(false).refusal(NodeDrill.KILLED)).isEmpty();
    }

    @Test
    void knowsItselfFromWhatInheritsWhatSystemdSays() {
        environment.setProperty("SYSTEMD_EXEC_PID", "1");
        assertThat(drill(false).refusal(NodeDrill.KILLED)).isPresent();
        environment.setProperty(
                "SYSTEMD_EXEC_PID", Long.toString(ProcessHandle.current().pid()));
        assertThat(drill(false).refusal(NodeDrill.KILLED)).isEmpty();
    }

    @Test
    void killsNoMoreOnceItHasEnded() throws Exception {
        DrillCalls calls = new DrillCalls();
        calls.met("ended and started again");
        drill(true).begin(NodeDrill.KILLED, calls).end();
        assertThat(killed.await(300, TimeUnit.MILLISECONDS)).isFalse();
    }
}
