-- An order about many runs has them run again, or skips them.
ALTER TABLE replay RENAME TO bulk_order;
ALTER TABLE bulk_order RENAME COLUMN replayed TO changed;
ALTER TABLE bulk_order ADD COLUMN action TEXT NOT NULL DEFAULT 'replay' CHECK (action IN ('replay', 'skip'));
ALTER TABLE bulk_order ADD COLUMN reason TEXT;  -- why they are skipped
