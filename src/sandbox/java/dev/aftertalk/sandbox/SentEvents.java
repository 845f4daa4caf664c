package dev.aftertalk.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The last sends by hand with their answers, for the start page. */
@Component
@SandboxOnly
class SentEvents {

    private static final int KEPT = 8;

    private final Deque<Sent> sends = new ArrayDeque<>();

    synchronized void add(Sent sent) {
        sends.addFirst(sent);
        if (sends.size() > KEPT) {
            sends.removeLast();
        }
    }

    synchronized List<Sent> newestFirst() {
        return List.copyOf(sends);
    }

    synchronized Optional<Sent> find(String eventId) {
        return sends.stream().filter(sent -> sent.eventId().equals(eventId)).findFirst();
    }

    /**
     * One press of a button. Public for the start page's template, which can call nothing else.
     *
     * @param eventId of the last event, {@code status} its answer (0: none)
     */
    public record Sent(String eventId, String name, int count, int accepted, int status, ShownTime at) {

        public boolean allAccepted() {
            return accepted == count;
        }

        /** What the answer means, in words. */
        public String meaning() {
            return switch (status) {
                case 0 -> "no answer: is the server up?";
                case 202 -> "accepted and stored";
                case 401 -> "the signature was refused";
                case 404 -> "nobody listens: is routes/webhook.camel.yaml loaded?";
                case 503 -> "can't be stored now; iAdvize would try again";
                default -> "refused";
            };
        }
    }
}
