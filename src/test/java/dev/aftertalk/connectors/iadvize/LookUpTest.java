package dev.aftertalk.connectors.iadvize;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An iAdvize, and one application a class that asks it. Each test begins without a token, and with an iAdvize where all is well. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LookUpTest {

    private final Function<IadvizePeer, VisitorAction> application;

    IadvizePeer peer;
    VisitorAction action;

    LookUpTest(Function<IadvizePeer, VisitorAction> application) {
        this.application = application;
    }

    @BeforeAll
    void start() {
        peer = new IadvizePeer();
        action = application.apply(peer);
    }

    @AfterAll
    void stop() {
        action.close();
        peer.close();
    }

    @BeforeEach
    void startOver() {
        action.clock.pass(Duration.ofDays(2));
        peer.startOver();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> transcript(Map<String, Object> conversation) {
        return (List<Map<String, Object>>) conversation.get("transcript");
    }
}
