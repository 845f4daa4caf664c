package dev.aftertalk.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.IncomingEvent;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final String EVENT = "0f0bb3af-5035-4ba3-b3fb-ff4879a3a74d";

    private final List<SpanData> spans = new ArrayList<>();
    private final Traces traces = traces(1);
    private final Receipts receipts = new Receipts(traces);

    private Traces traces(double sampling) {
        return new Traces(SimpleSpanProcessor.create(new Kept()), sampling, Resource.empty());
    }

    private final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> some) {
            spans.addAll(some);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void close() {
        traces.close();
    }

    private static Receipt receipt(String eventId, String error, String sender) {
        return new Receipt("webhook", eventId, "probe", Instant.now(), Instant.now(), error, sender);
    }

    private static IncomingEvent event(String eventId, String origin) {
        return new IncomingEvent(eventId, "probe", null, null, null, null, origin, new byte[0]);
    }

    private List<Boolean> begin() {
        return spans.stream()
                .map(span -> !span.getParentSpanContext().isValid())
                .toList();
    }

    /** They are the same in every version, or an update in the middle of a trace would break it. */
    @Test
    void makesTheIdsOfTheEventsId() {
        assertThat(EventTrace.of(EVENT))
                .isEqualTo(new EventTrace("b11265f05b674b938595e5547a154afd", "ce740fee66ff7e26"));
    }

    @Test
    void beginsATraceWithTheReceiptOfANewEventWhicheverIsToldFirst() {
        receipts.taken(receipt("a", null, null));
        receipts.stored(event("a", "webhook"));
        receipts.stored(event("b", "webhook"));
        receipts.taken(receipt("b", null, null));

        assertThat(begin()).containsExactly(true, true);
        assertThat(spans)
                .extracting(SpanData::getSpanId)
                .containsExactly(EventTrace.of("a").spanId(), EventTrace.of("b").spanId());
    }

    @Test
    void beginsItOnceThoughTheEventComesTwiceAtOnce() {
        receipts.taken(receipt("a", null, null));
        receipts.taken(receipt("a", null, null));
        receipts.stored(event("a", "webhook"));
        receipts.close();

        assertThat(begin()).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void doesNotBeginItWithACallThatCouldNotBeStored() {
        receipts.taken(receipt("a", "java.io.IOException", null));
        receipts.taken(receipt("a", null, null));
        receipts.stored(event("a", "webhook"));

        assertThat(begin()).containsExactly(false, true);
        assertThat(spans.get(0).getAttributes().get(Fields.ERROR)).isEqualTo("java.io.IOException");
        assertThat(spans.get(0).getTraceId()).isEqualTo(spans.get(1).getTraceId());
    }

    /** As where a route only checks events, and keeps them elsewhere. */
    @Test
    void tellsOfAReceiptThatNothingFollowsOnceItIsOld() {
        Instant before = Instant.now().minusSeconds(60);
        receipts.taken(new Receipt("webhook", "a", "probe", before, before, null, null));
        receipts.taken(receipt("b", null, null));

        assertThat(begin()).containsExactly(false);
        assertThat(spans.get(0).getTraceId()).isEqualTo(EventTrace.of("a").traceId());
    }

    @Test
    void beginsItAtOnceForWhatComesByNoRoute() {
        receipts.stored(event("a", "reconciled"));

        assertThat(spans).singleElement().extracting(SpanData::getName).isEqualTo("reconciled");
        assertThat(begin()).containsExactly(true);
    }

    @Test
    void onlyLinksToTheTraceThatACallBelongsTo() {
        String theirs = "4bf92f3577b34da6a3ce929d0e0e4736";
        receipts.taken(receipt(EVENT, null, "00-" + theirs + "-00f067aa0ba902b7-01"));
        receipts.taken(receipt("b", null, "nonsense"));
        receipts.close();

        assertThat(spans.get(0).getTraceId()).isEqualTo(EventTrace.of(EVENT).traceId());
        assertThat(spans.get(0).getLinks())
                .singleElement()
                .extracting(link -> link.getSpanContext().getTraceId())
                .isEqualTo(theirs);
        assertThat(spans.get(1).getLinks()).isEmpty();
    }

    @Test
    void tellsNoIdThatHoldsAnother() {
        receipts.stored(event("survey-" + EVENT, "survey"));
        receipts.stored(event("reconciled-v2.conversation.closed-" + EVENT, "reconciled"));

        assertThat(spans)
                .extracting(span -> span.getAttributes().get(Fields.EVENT_ID))
                .containsExactly("survey-" + EVENT, null);
    }

    @Test
    void keepsATraceWholeOrNotAtAll() {
        Traces some = traces(0.5);
        for (int n = 0; n < 100; n++) {
            String event = "event " + n;
            some.tell(receipt(event, null, null), true);
            some.begin("mail", event, "probe").end();
        }
        some.close();

        assertThat(spans.size()).isBetween(2 * 25, 2 * 75).isEven();
        assertThat(spans.stream().map(SpanData::getTraceId).distinct()).hasSize(spans.size() / 2);
    }
}
