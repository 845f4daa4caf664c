-- How often in a row the server ended while it worked on this run, which may be what ended it.
ALTER TABLE run ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0;

-- Attempts that ended before the call, since the other system is down or has its limit: they don't count against a limit of attempts.
ALTER TABLE run ADD COLUMN not_called INTEGER NOT NULL DEFAULT 0;

-- Which conversations were asked about, so that each is asked about once, whatever iAdvize sends.
CREATE TABLE survey (
  conversation_id TEXT NOT NULL PRIMARY KEY,
  event_id        TEXT NOT NULL,         -- the event it was asked for
  asked_at        BIGINT NOT NULL          -- milliseconds since 1970, UTC
);
