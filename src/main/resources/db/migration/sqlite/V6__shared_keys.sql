-- Keys that all nodes on this database share, each drawn when it is first needed.
CREATE TABLE shared_key (
  name  TEXT NOT NULL PRIMARY KEY,           -- what it is for
  value TEXT NOT NULL                        -- 32 random bytes in URL-safe Base64
);
