-- What each run did, and having runs run again.

ALTER TABLE run ADD COLUMN history TEXT;                             -- what its last attempts did, one JSON object a line
ALTER TABLE run ADD COLUMN earlier_attempts INTEGER NOT NULL DEFAULT 0; -- attempts before somebody had it run again

-- For searches among events: holds all that they can be searched by, and grows at its end only, which costs least when one is stored.
CREATE INDEX event_search ON event (received_at, seq, event_type, project_id, conversation_id, visitor_id);

-- Orders to have runs run again, worked off little by little. Every time is in milliseconds since 1970, UTC.
CREATE TABLE replay (
  id              TEXT    NOT NULL PRIMARY KEY,
  state           TEXT    NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  who             TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  ended_at        INTEGER,
  filter          TEXT    NOT NULL,             -- JSON
  force           INTEGER NOT NULL,             -- 1: act again, whatever was done
  per_second      INTEGER NOT NULL,
  matched         INTEGER NOT NULL,             -- how many runs the filter matched when it was ordered
  replayed        INTEGER NOT NULL,
  cursor_workflow TEXT    NOT NULL,             -- how far it is: in the order of workflow and event, or of time and event
  cursor_time     INTEGER NOT NULL,
  cursor_seq      INTEGER NOT NULL,
  waits           TEXT,                         -- why it holds back now
  node            TEXT,                         -- who works on it, until when
  lease_until     INTEGER NOT NULL
) WITHOUT ROWID;
