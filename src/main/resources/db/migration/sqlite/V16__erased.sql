-- Whom and what an erasure took out, so that comparing with iAdvize's lists does not bring it back: digests with a key of this database
-- (shared_key), which name nobody by themselves.
CREATE TABLE erased (
  digest    TEXT NOT NULL PRIMARY KEY,
  erased_at INTEGER NOT NULL                 -- milliseconds since 1970, UTC
);

ALTER TABLE reconciliation ADD COLUMN erased INTEGER NOT NULL DEFAULT 0; -- of what was found: left alone, since it was erased here
ALTER TABLE reconciliation ADD COLUMN types TEXT;                        -- the types of events that are compared; null before the first pass
