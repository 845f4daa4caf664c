-- What was deployed of routes/: one row each time another version of a file began to run on some node, or the file was deleted (content is null).
-- The newest row of a path is its last good version.
CREATE TABLE route_version (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  path        TEXT NOT NULL,    -- as the settings name its folder
  kind        TEXT NOT NULL,    -- ROUTES, KAMELET, TEMPLATE, SAMPLE
  version     TEXT NOT NULL,    -- SHA-256 of the content, in hex; empty when deleted
  content     BLOB,
  deployed_at INTEGER NOT NULL,
  deployed_by TEXT NOT NULL,    -- owner of the file; empty when not known
  node        TEXT NOT NULL
);
CREATE INDEX route_version_path ON route_version (path, number);

-- What each node runs.
CREATE TABLE route_node (
  node    TEXT NOT NULL PRIMARY KEY,
  runs    TEXT NOT NULL,        -- a hash over its files
  checked TEXT NOT NULL,        -- a hash over files, settings and program at the last check that found no fault; empty when it found one
  since   INTEGER NOT NULL
) WITHOUT ROWID;
