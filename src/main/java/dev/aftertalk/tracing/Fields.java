package dev.aftertalk.tracing;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** All that spans say. None of it tells of a person: no address, no text of an exception, nothing out of an event but its type. */
final class Fields {

    static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("aftertalk.event.id");
    static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("aftertalk.event.type");
    /** False for a call that brought an event which was there already, or which was not stored. */
    static final AttributeKey<Boolean> EVENT_NEW = AttributeKey.booleanKey("aftertalk.event.new");

    static final AttributeKey<String> WORKFLOW = AttributeKey.stringKey("aftertalk.workflow");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("aftertalk.attempt");
    /** The state of the run after the attempt, as the ledger has it. */
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("aftertalk.outcome");
    /** How often in a row the server had ended while it was at work on the run. */
    static final AttributeKey<Long> INTERRUPTED = AttributeKey.longKey("aftertalk.interrupted");
    /** The workflows that the router started. */
    static final AttributeKey<List<String>> STARTS = AttributeKey.stringArrayKey("aftertalk.starts");

    /** The other system, by its name in metrics. */
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("peer.service");

    static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    /** The class of what was thrown, or which of the two kinds of fault it was: retryable, permanent. */
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private Fields() {}
}
