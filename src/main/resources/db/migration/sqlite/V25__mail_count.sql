-- The mails of the last day to each address that came from outside, so that nobody gets any number of them. No address stands here, but its
-- digest with a key of this database (shared_key), and no event, but a digest of the run.
CREATE TABLE mail_count (
  run        TEXT NOT NULL PRIMARY KEY,
  address    TEXT NOT NULL,
  number     INTEGER NOT NULL,                -- counts up by address; two nodes can't both take the same
  counted_at INTEGER NOT NULL,                -- milliseconds since 1970, UTC
  UNIQUE (address, number)
);
