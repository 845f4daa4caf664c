-- Where the node's identity is kept (host, folder, file), so that a copy of it on another machine is noticed.
ALTER TABLE node ADD COLUMN place TEXT;
