-- Who wants no more mails of a list. No address stands here: whoever is about to send one digests it and looks.
CREATE TABLE unsubscribed (
  address TEXT   NOT NULL,                   -- digest of the address
  list    TEXT   NOT NULL,                   -- its name, or * for all of them
  at      INTEGER NOT NULL,                   -- milliseconds since 1970, UTC
  origin  TEXT   NOT NULL CHECK (origin IN ('one-click', 'page', 'operator')),
  PRIMARY KEY (address, list)
);
