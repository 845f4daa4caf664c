-- Fault drills, kept as their reports.
CREATE TABLE drills (
  id       INTEGER PRIMARY KEY,
  drill    TEXT NOT NULL,  -- its name, such as salesforce-429
  millis   INTEGER NOT NULL,  -- how long the fault is to last
  asked_by TEXT NOT NULL,
  asked_at INTEGER NOT NULL,  -- every time is in milliseconds since 1970, UTC
  state    TEXT NOT NULL CHECK (state IN ('asked', 'running', 'recovering', 'over', 'broken off')),
  node     TEXT,           -- whose calls meet the fault; null until a server takes it up
  ends     INTEGER NOT NULL DEFAULT 0, -- 1 once somebody wants the fault to end, 2 the recovery too
  report   TEXT            -- JSON, kept up to date while it runs
);

-- One at a time.
CREATE UNIQUE INDEX drills_one ON drills ((state IS NULL)) WHERE state IN ('asked', 'running', 'recovering');
