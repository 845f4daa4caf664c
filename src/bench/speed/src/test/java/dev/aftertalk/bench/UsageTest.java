package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.Contender.Target;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UsageTest {

    private static final int EVENTS = 40;

    private final Figures figures = new Figures();

    @Test
    void tellsHowOftenAnEventWaitedForTheDisk(@TempDir Path folder) throws Exception {
        try (Server server = Server.start(new Syncing(), Ports.free(), folder)) {
            SyncsTest.assumeCounted(server.syncs());
            // What was before, such as the probe of the start, is no longer counted.
            assertThat(server.syncs()).isPositive();
            Usage usage = new Usage(List.of(server), ProcessHandle.current().pid(), List.of(), Optional.empty());
            Load load = LoadClient.closedLoop(
                    List.of(server.port()), server.events(EVENTS, false), 2, Duration.ofSeconds(60));
            usage.addTo(figures, "w0", load.acknowledged().size());
            assertThat(load.acknowledged()).hasSize(EVENTS);
            assertThat(figures.get("w0.syncs")).isEqualTo(3);
        }
    }

    /** A server that waits for the disk three times for each event. */
    private record Syncing() implements Contender {

        public static void main(String... arguments) throws Exception {
            FileChannel file = FileChannel.open(Path.of("events"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            HttpServer server = HttpServer.create(Loopback.of(arguments[0]), 0);
            server.createContext("/", exchange -> {
                for (int i = 0; i < 3; i++) {
                    file.write(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
                    file.force(i == 0);
                }
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
            });
            server.start();
        }

        @Override
        public String name() {
            return "syncing";
        }

        @Override
        public String what() {
            return "syncs";
        }

        @Override
        public void prepare(Path folder) {
            // it needs nothing
        }

        @Override
        public List<String> command(Ports ports) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return List.of(java, "-cp", Children.classPath(), Syncing.class.getName(), "" + ports.server());
        }

        @Override
        public Target target(boolean mail) {
            return new Target("/", Events.UNKNOWN);
        }
    }
}
