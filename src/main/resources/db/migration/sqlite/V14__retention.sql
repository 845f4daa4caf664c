-- Work that one server does for all of them now and then. Whoever does it moves due_at ahead first, and again while it goes on; another
-- takes over when that time has come.
CREATE TABLE shared_task (
  name   TEXT NOT NULL PRIMARY KEY,
  due_at INTEGER NOT NULL             -- milliseconds since 1970, UTC
);
