package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericApplicationContext;

class SmtpPeerTest {

    @Test
    void saysWhichSettingToChangeWhenThePortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            SmtpPeer peer = peer(other.getLocalPort());

            assertThatThrownBy(peer::start)
                    .isInstanceOf(SmtpPortTakenException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("--sandbox.smtp-port=");
            assertThat(peer.isRunning()).isFalse();
        }
    }

    @Test
    void analysesATakenPortForWhoeverStartsIt() {
        var analysis = new SmtpPortFailureAnalyzer()
                .analyze(new IllegalStateException(
                        "Failed to start bean", new SmtpPortTakenException(3025, new IOException("Address in use"))));

        assertThat(analysis.getDescription()).contains("127.0.0.1:3025", "Address in use");
        assertThat(analysis.getAction()).contains("--sandbox.smtp-port=");
    }

    @Test
    void listensOnLoopbackAndStopsListening() throws Exception {
        int port = FreePort.next();
        SmtpPeer peer = peer(port);
        peer.start();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine())
                    .startsWith("220 ");
        } finally {
            peer.stop();
        }

        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void stopsListeningWhenTheStartFailsAfterIt() throws Exception {
        int port = FreePort.next();
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(SmtpPeer.class, () -> peer(port));
            context.addApplicationListener((ApplicationListener<ContextRefreshedEvent>) started -> {
                throw new IllegalStateException("a route can't be made");
            });

            assertThatThrownBy(context::refresh).hasMessage("a route can't be made");
        }

        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void startsBeforeAndStopsAfterEverythingElse() throws Exception {
        assertThat(peer(FreePort.next()).getPhase()).isEqualTo(Integer.MIN_VALUE);
    }

    private static SmtpPeer peer(int port) {
        SandboxSettings settings = new SandboxSettings(URI.create("http://127.0.0.1"), port, 10, 0, null);
        return new SmtpPeer(settings, new Inbox(settings));
    }
}
