-- A mail is counted in the commit of its intent: one page less to write each time, with the count in the tree of its key.
CREATE TABLE mail_count_in_one (
  run        TEXT NOT NULL UNIQUE,
  address    TEXT NOT NULL,
  number     INTEGER NOT NULL,                -- counts up by address; two nodes can't both take the same
  counted_at INTEGER NOT NULL,                -- milliseconds since 1970, UTC
  PRIMARY KEY (address, number)
) WITHOUT ROWID;
INSERT INTO mail_count_in_one (run, address, number, counted_at) SELECT run, address, number, counted_at FROM mail_count;
DROP TABLE mail_count;
ALTER TABLE mail_count_in_one RENAME TO mail_count;
