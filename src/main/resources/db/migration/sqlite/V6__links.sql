-- The key that seals the links in mails: drawn at the first start, the same for all nodes on this database.
CREATE TABLE link_key (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  secret_key TEXT NOT NULL                   -- 32 random bytes in Base64
);
