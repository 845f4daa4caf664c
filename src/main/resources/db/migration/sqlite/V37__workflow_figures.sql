-- How the attempts of each workflow's runs ended, on all servers together, in stretches of ten minutes. Written once a minute, outside of the
-- way of an event; what a server has counted since then is lost when it ends.
CREATE TABLE workflow_figures (
  begin_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
  workflow TEXT NOT NULL,
  done INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  unrouted INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  retried INTEGER NOT NULL,
  timed INTEGER NOT NULL, -- how many runs the next is the sum of
  millis INTEGER NOT NULL, -- from the receipt of an event to the end of its run
  PRIMARY KEY (begin_at, workflow)
) WITHOUT ROWID;
