-- How the attempts of each workflow's runs ended, on all servers together, in stretches of ten minutes. Written once a minute, outside of the
-- way of an event; what a server has counted since then is lost when it ends.
CREATE TABLE workflow_figures (
  begin_at BIGINT NOT NULL, -- milliseconds since 1970, UTC
  workflow TEXT NOT NULL,
  done BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  unrouted BIGINT NOT NULL,
  dead BIGINT NOT NULL,
  retried BIGINT NOT NULL,
  timed BIGINT NOT NULL, -- how many runs the next is the sum of
  millis BIGINT NOT NULL, -- from the receipt of an event to the end of its run
  PRIMARY KEY (begin_at, workflow)
);
