package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.IadvizeData;
import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.sandbox.SandboxIadvize.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The sandbox's iAdvize with other people: every visitor is there, with the address {@code v<id>@visitors.test}. It can be told to answer
 * otherwise.
 */
public final class IadvizePeer extends PeerServer {

    public static final String KEY = "key";

    private static final IadvizeData EVERYBODY = new IadvizeData() {
        @Override
        public Map<String, Object> visitor(String id) {
            return Map.of("id", id, "email", "v" + id + "@visitors.test", "firstname", "Vera", "lastname", "Test");
        }
    };

    private volatile Answer answer;
    private volatile Duration delay = Duration.ZERO;

    /** What the peer does with a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public IadvizePeer() throws IOException {
        this(FreePort.next());
    }

    public IadvizePeer(int port) {
        super(port);
        know(EVERYBODY);
        trouble((exchange, request) -> {
            LockSupport.parkNanos(delay.toNanos());
            Answer instead = answer;
            if (instead != null) {
                instead.to(exchange);
            }
            return instead != null;
        });
    }

    /** From now on knows these. */
    public void know(IadvizeData data) {
        serve(new SandboxIadvize(new Credentials(KEY, "user@shop.test", "secret"), data));
    }

    /** From now on answers so; null: as usual. */
    public void answer(Answer with) {
        answer = with;
    }

    /** From now on takes so long for each answer. */
    public void delay(Duration each) {
        delay = each;
    }

    public String restUrl() {
        return url() + "/api/2";
    }
}
