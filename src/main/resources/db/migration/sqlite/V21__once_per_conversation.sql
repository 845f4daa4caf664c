-- The conversation a run acts for, of workflows that act once for each; null for all others.
ALTER TABLE run ADD COLUMN once_for TEXT;

CREATE INDEX run_once_for ON run (workflow, once_for) WHERE once_for IS NOT NULL;
