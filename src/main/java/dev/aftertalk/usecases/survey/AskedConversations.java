package dev.aftertalk.usecases.survey;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import org.springframework.stereotype.Component;

/** Which conversations somebody was asked about: iAdvize may close one twice, under two event ids. */
@Component
class AskedConversations {

    private final LedgerWrites writes;

    AskedConversations(LedgerWrites writes) {
        this.writes = writes;
    }

    /**
     * Notes that this event asks about the conversation.
     *
     * @return false when another event has; the same one may do so again, after it was interrupted
     */
    boolean claim(String conversation, String eventId) {
        return writes.write(ledger -> {
            ledger.sql(
                            """
                            INSERT INTO survey (conversation_id, event_id, asked_at) VALUES (?, ?, ?)
                            ON CONFLICT (conversation_id) DO NOTHING""")
                    .params(conversation, eventId, MachineClock.now())
                    .update();
            return ledger.sql("SELECT event_id FROM survey WHERE conversation_id = ?")
                    .param(conversation)
                    .query(String.class)
                    .single()
                    .equals(eventId);
        });
    }
}
