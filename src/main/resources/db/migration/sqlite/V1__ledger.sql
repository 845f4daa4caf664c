-- What iAdvize sent, one row an event, never changed after it is written.
CREATE TABLE event (
  seq             INTEGER NOT NULL PRIMARY KEY, -- given by the node, grows with time
  event_id        TEXT    NOT NULL UNIQUE,
  event_type      TEXT    NOT NULL,
  conversation_id TEXT,
  visitor_id      TEXT,
  project_id      INTEGER,
  created_at      INTEGER NOT NULL,             -- iAdvize's createdAt; every time is in milliseconds since 1970, UTC
  received_at     INTEGER NOT NULL,
  origin          TEXT    NOT NULL,             -- webhook
  body            BLOB    NOT NULL              -- the bytes that were signed
);

-- What is done about it, one row a workflow; the router is each event's first workflow.
CREATE TABLE run (
  event_seq        INTEGER NOT NULL REFERENCES event (seq),
  workflow         TEXT    NOT NULL,
  state            TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'retrying', 'done', 'skipped', 'unrouted', 'dead')),
  order_key        TEXT,                        -- runs with the same key go one at a time, in the order of event_created_at
  event_created_at INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,            -- how often it was claimed; fences a node that slept through its lease
  due_at           INTEGER NOT NULL,
  node             TEXT,                        -- who runs it
  cause            TEXT,                        -- why it is skipped, dead or being retried
  intent           TEXT,                        -- what an attempt was about to do when it last said so
  intent_at        INTEGER,
  first_due_at     INTEGER NOT NULL,
  first_claimed_at INTEGER,                      -- the time to give up counts from here: a pause is no failure
  claimed_at       INTEGER,
  ended_at         INTEGER,
  PRIMARY KEY (event_seq, workflow)
) WITHOUT ROWID;

CREATE INDEX run_due ON run (workflow, due_at, event_seq) WHERE state IN ('queued', 'retrying');
CREATE INDEX run_order ON run (workflow, order_key, event_created_at, event_seq) WHERE state IN ('queued', 'retrying');
CREATE UNIQUE INDEX run_exclusive ON run (workflow, order_key) WHERE state = 'running';
CREATE INDEX run_node ON run (node) WHERE state = 'running';
CREATE INDEX run_unresolved ON run (state, workflow, event_seq) WHERE state IN ('unrouted', 'dead');

-- The servers that work on this ledger, each with a lease it renews.
CREATE TABLE node (
  node        TEXT    NOT NULL PRIMARY KEY,
  host        TEXT    NOT NULL,
  lease_until INTEGER NOT NULL
);
