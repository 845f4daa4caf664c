-- What people have paused, until they resume it; all nodes keep to it.
CREATE TABLE pause (
  kind      TEXT NOT NULL,   -- workflow, or system as in the metrics' connector
  name      TEXT NOT NULL,
  paused_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
  who       TEXT NOT NULL,   -- the user or token
  reason    TEXT NOT NULL,   -- empty when none was given
  PRIMARY KEY (kind, name)
) WITHOUT ROWID;
