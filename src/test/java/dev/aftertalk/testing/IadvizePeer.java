package dev.aftertalk.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.sandbox.SandboxIadvize.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The sandbox's iAdvize with other {@link Visitors people}, which can be told to answer otherwise. */
public final class IadvizePeer extends PeerServer {

    private volatile Answer answer;
    private volatile Duration delay = Duration.ZERO;

    /** What the peer does with a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public IadvizePeer() throws IOException {
        super(FreePort.next());
        serve(new SandboxIadvize(new Credentials("key", "user@shop.test", "secret"), new Visitors()));
        trouble((exchange, request) -> {
            LockSupport.parkNanos(delay.toNanos());
            Answer instead = answer;
            if (instead != null) {
                instead.to(exchange);
            }
            return instead != null;
        });
    }

    /** Settings of a server whose iAdvize this is. */
    public void settings(DynamicPropertyRegistry settings) {
        settings.add("iadvize.webhook.secrets", () -> SignedWebhook.SECRET);
        settings.add("iadvize.rest.url", this::restUrl);
        settings.add("iadvize.rest.api-key", () -> "key");
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
