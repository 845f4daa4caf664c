package dev.aftertalk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void isRefusedBeforeAndAfterSomebodyListens() throws Exception {
        int port = FreePort.next();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
            try (ServerSocket server = new ServerSocket(port);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(client.isConnected()).isTrue();
                assertThat(server.accept().isConnected()).isTrue();
            }
        }
    }
}
