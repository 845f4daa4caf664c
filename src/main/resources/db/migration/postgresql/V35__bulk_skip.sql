-- An order about many runs has them run again, or skips them.
ALTER TABLE replay RENAME TO bulk_order;
ALTER TABLE bulk_order RENAME COLUMN replayed TO changed;
ALTER TABLE bulk_order ADD COLUMN action TEXT NOT NULL DEFAULT 'replay' CHECK (action IN ('replay', 'skip'));
ALTER TABLE bulk_order ADD COLUMN reason TEXT;  -- why they are skipped

-- Servers of the version before carry out what stands in replay: they must not take a skip for one, nor do they know "number", by which only some
-- runs are meant: they would have all of them run again.
CREATE VIEW replay AS
SELECT id, state, who, created_at, ended_at, filter, force, per_second, matched, changed AS replayed, cursor_workflow, cursor_time,
  cursor_seq, waits, node, lease_until
FROM bulk_order WHERE action = 'replay' AND filter NOT LIKE '%"number"%';
