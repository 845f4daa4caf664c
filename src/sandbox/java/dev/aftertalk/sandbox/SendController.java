package dev.aftertalk.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sends events as iAdvize would: for the start page's buttons, scripts and tests. */
@RestController
@SandboxOnly
class SendController {

    private static final int MAX_COUNT = 500;
    private static final int AT_ONCE = 50;

    private final EventSamples samples;
    private final WebhookSender sender;
    private final SentEvents sent;

    SendController(EventSamples samples, WebhookSender sender, SentEvents sent) {
        this.samples = samples;
        this.sender = sender;
        this.sent = sent;
    }

    /**
     * Sends an event once, without iAdvize's retries: whoever asked sees the answer.
     *
     * @param seed true sends the sample to the byte, so that a second time is a repeat
     */
    @PostMapping("/sandbox/send")
    ResponseEntity<?> send(
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "1") int count,
            @RequestParam(defaultValue = "false") boolean seed,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        if (!samples.names().contains(event)) {
            return problem(
                    "No sample event is called '" + event + "': use one of `events`.", "events", samples.names());
        }
        if (count < 1 || count > MAX_COUNT) {
            return problem("count must be from 1 to " + MAX_COUNT + ".", "maximum", MAX_COUNT);
        }
        List<Outcome> outcomes = sendAll(() -> seed ? samples.seed(event) : samples.fresh(event), count);
        return answer(event, outcomes, accept.contains(MediaType.TEXT_HTML_VALUE));
    }

    private ResponseEntity<?> answer(String name, List<Outcome> outcomes, boolean toForm) {
        int count = outcomes.size();
        int accepted = (int) outcomes.stream().filter(Outcome::accepted).count();
        Outcome last = outcomes.get(count - 1);
        sent.add(
                new SentEvents.Sent(last.eventId(), name, count, accepted, last.status(), ShownTime.at(Instant.now())));
        if (toForm) {
            URI page = URI.create("/sandbox?sent=" + last.eventId());
            return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
        }
        Object body = count == 1 ? last : Map.of("count", count, "accepted", accepted, "events", outcomes);
        return ResponseEntity.status(last.status() == 0 ? HttpStatus.BAD_GATEWAY : HttpStatus.OK)
                .body(body);
    }

    private List<Outcome> sendAll(Supplier<SampleEvent> events, int count) {
        List<Outcome> outcomes = new ArrayList<>();
        while (outcomes.size() < count) {
            List<CompletableFuture<Outcome>> batch = Stream.generate(events)
                    .limit(Math.min(AT_ONCE, count - outcomes.size()))
                    .map(this::sendOne)
                    .toList();
            batch.forEach(outcome -> outcomes.add(outcome.join()));
        }
        return outcomes;
    }

    private CompletableFuture<Outcome> sendOne(SampleEvent event) {
        return sender.send(event, UUID.randomUUID())
                .thenApply(status -> new Outcome(event.eventId(), event.eventType(), status));
    }

    private static ResponseEntity<ProblemDetail> problem(String detail, String property, Object value) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        problem.setProperty(property, value);
        return ResponseEntity.of(problem).build();
    }

    /** @param status the front door's answer, 0 when there was none */
    record Outcome(String eventId, String eventType, int status) {

        boolean accepted() {
            return status >= 200 && status < 300;
        }
    }
}
