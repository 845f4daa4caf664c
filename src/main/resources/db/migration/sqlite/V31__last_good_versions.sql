-- Which version of each file ran last on each node: what it runs again when the file has a fault at its next start. A node without a row for a file
-- (a new one) takes the newest version of any node, and so does every node at its first start after this migration.
CREATE TABLE route_last_good (
  node   TEXT NOT NULL,
  path   TEXT NOT NULL,
  number INTEGER NOT NULL,      -- of route_version; of one without content when the file was deleted there
  PRIMARY KEY (node, path)
) WITHOUT ROWID;
-- When somebody last knew the node to be alive: what is kept of one that is gone for long goes.
ALTER TABLE route_node ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
UPDATE route_node SET seen = since;
