package dev.aftertalk.ledger.camel;

/** Exchange properties in a route that begins with {@code ledger:events} or {@code ledger:workflow/NAME}, and of an event on its way in. */
public final class LedgerConstants {

    /** {@code eventId} of the event; a string. */
    public static final String EVENT_ID = "ledgerEventId";

    /** {@code eventType} of the event; a string. */
    public static final String EVENT_TYPE = "ledgerEventType";

    /**
     * After {@code ledger:check} and {@code ledger:accept}: what the ledger keeps in order. The conversation, without one the visitor, without
     * either the event itself; a string.
     */
    public static final String ORDER_KEY = "ledgerOrderKey";

    /** Name of the workflow; a string. */
    public static final String WORKFLOW = "ledgerWorkflow";

    /** Which attempt this is; an integer from 1. */
    public static final String ATTEMPT = "ledgerAttempt";

    /** When the event was accepted; a {@link java.time.Instant}. */
    public static final String FIRST_SEEN = "ledgerFirstSeen";

    /** What an earlier attempt was about to do when its outcome got lost; absent when nothing is in doubt. A string. */
    public static final String INTENT = "ledgerIntent";

    /** What the attempts so far have done or may have; {@link dev.aftertalk.ledger.Intents}. */
    public static final String INTENTS = "ledgerIntents";

    private LedgerConstants() {}
}
