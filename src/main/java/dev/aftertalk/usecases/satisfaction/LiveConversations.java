package dev.aftertalk.usecases.satisfaction;

import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Keeps count of the conversations that are going on, for {@code routes/workflows/live-conversations.camel.yaml}. */
@Component("liveConversations")
public class LiveConversations {

    private final SatisfactionStore store;

    LiveConversations(SatisfactionStore store) {
        this.store = store;
    }

    /** Stores that the conversation of the event in the body was received by an operator, or has ended. */
    public void record(Exchange exchange) {
        store.store(Progress.ofEvent(exchange));
    }
}
