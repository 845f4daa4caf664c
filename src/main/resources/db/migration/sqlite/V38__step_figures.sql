-- How the steps of each workflow went, on all servers together, in stretches of ten minutes; written as workflow_figures are.
CREATE TABLE step_figures (
  begin_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
  workflow TEXT NOT NULL,
  step TEXT NOT NULL, -- the id in its file
  calls INTEGER NOT NULL,
  failed INTEGER NOT NULL, -- of these
  millis INTEGER NOT NULL, -- all of them together
  PRIMARY KEY (begin_at, workflow, step)
) WITHOUT ROWID;
