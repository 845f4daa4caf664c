-- What iAdvize answered for an event, sealed with a key that is not in the database, for rehearsals. Only for the workflows that iadvize.keep.workflows names.
CREATE TABLE kept_answer (
  event_id TEXT NOT NULL,
  asked    TEXT NOT NULL,       -- digest of the question
  at       BIGINT NOT NULL,  -- when the event was accepted
  sealed   TEXT NOT NULL,
  PRIMARY KEY (asked, event_id)
);
CREATE INDEX kept_answer_event ON kept_answer (event_id);
