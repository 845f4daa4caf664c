-- When webhooks were taken, one row a node and stretch of time; what none of them covers, events may be missing of.
CREATE TABLE listening (
  node       TEXT   NOT NULL,
  started_at INTEGER NOT NULL,                       -- every time is in milliseconds since 1970, UTC
  until_at   INTEGER NOT NULL,
  PRIMARY KEY (node, started_at)
);

CREATE INDEX listening_until ON listening (until_at);

-- What was compared with iAdvize's own lists, one row a stretch of time, kept as the report.
CREATE TABLE reconciliation (
  id           INTEGER PRIMARY KEY,
  reason       TEXT   NOT NULL CHECK (reason IN ('dark', 'asked')),
  from_at      INTEGER NOT NULL,
  to_at        INTEGER NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  requested_at INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  ended_at     INTEGER,
  upto_at      INTEGER,                              -- how far the pass under way looks; null before it
  list         TEXT,                                -- which list it is in
  list_cursor  TEXT,                                -- and after which of its entries
  pages        INTEGER NOT NULL,
  found        INTEGER NOT NULL,                    -- what iAdvize has of that time
  had          INTEGER NOT NULL,                    -- of that: came by webhook, or was started by an earlier row
  started      INTEGER NOT NULL,                    -- of that: was started by this row
  missing      INTEGER NOT NULL,                    -- of that: could not be started
  attempts     INTEGER NOT NULL,                    -- failures in a row
  error        TEXT
);

-- A stretch of time is written down once, whichever node is first.
CREATE UNIQUE INDEX reconciliation_dark ON reconciliation (from_at) WHERE reason = 'dark';
CREATE INDEX reconciliation_due ON reconciliation (due_at) WHERE state <> 'done';

-- The one node that reconciles.
CREATE TABLE reconciler (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  node        TEXT    NOT NULL,
  lease_until INTEGER NOT NULL
);

-- Whether an event of a conversation is there already. Only of the types that can be made up for: every event pays for its indexes.
CREATE INDEX event_reconciled ON event (conversation_id, event_type) WHERE event_type IN ('v2.conversation.closed', 'satisfaction.answered');
