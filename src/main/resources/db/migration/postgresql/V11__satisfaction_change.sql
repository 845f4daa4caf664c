-- Counts the writes of answers and conversations, so that a dashboard sees on every node that there is something new. Each node draws a
-- number when it starts and counts in that row, so that nodes don't wait for each other.
CREATE TABLE satisfaction_change (
  node    INTEGER NOT NULL PRIMARY KEY,
  changes BIGINT NOT NULL
);

-- The figures are counted from the indexes alone, but only where a vacuum has been since the last write: more often than the default, a
-- fifth of a table that grows for years.
ALTER TABLE satisfaction_answer SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE operator_answer SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE conversation SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE conversation_operator SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
