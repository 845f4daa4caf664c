-- Events are found by their conversation or visitor, however many there are. Ids are random: an index of them alone has each event write
-- pages of its own, all over the file, and so does its deletion. Begun with the day, new ones come near each other, and old ones go together.
CREATE INDEX event_conversation ON event ((received_at / 86400000), conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX event_visitor ON event ((received_at / 86400000), visitor_id) WHERE visitor_id IS NOT NULL;

-- They take the place of that which told whether an event of a conversation is there, and of both ids in that of all by time.
CREATE INDEX event_by_time ON event (received_at, seq, event_type, project_id);
DROP INDEX event_search;
DROP INDEX event_reconciled;
