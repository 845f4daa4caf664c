package dev.aftertalk.ledger.history;

/** The days on which events were received: the indexes by conversation and by visitor begin with the day. */
final class EventDays {

    /**
     * A condition that is true for all events and names each day there is: with it beside a conversation or visitor a search goes by the index,
     * one look a day.
     */
    static final String EACH =
            """
            received_at / 86400000 IN (
              WITH RECURSIVE day (n) AS (
                SELECT min(received_at) / 86400000 FROM event
                UNION ALL
                SELECT n + 1 FROM day WHERE n < (SELECT max(received_at) / 86400000 FROM event))
              SELECT n FROM day)""";

    private EventDays() {}
}
