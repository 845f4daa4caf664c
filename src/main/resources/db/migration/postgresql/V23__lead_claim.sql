-- Whose Salesforce lead is being made just now, so that two runs of one person don't make two. No address stands here, but its digest with
-- a key of this database (shared_key).
CREATE TABLE lead_claim (
  digest     TEXT NOT NULL PRIMARY KEY,
  workflow   TEXT NOT NULL,
  event_id   TEXT NOT NULL,
  claimed_at BIGINT NOT NULL                 -- milliseconds since 1970, UTC
);
