-- Counts the writes of answers and conversations, so that a dashboard sees on every node that there is something new. Each node draws a
-- number when it starts and counts in that row, so that nodes don't wait for each other.
CREATE TABLE satisfaction_change (
  node    INTEGER NOT NULL PRIMARY KEY,
  changes INTEGER NOT NULL
);
