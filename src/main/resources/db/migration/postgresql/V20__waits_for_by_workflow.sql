-- By workflow, so that what nobody takes, or takes slowly, holds no other workflow up.
DROP INDEX run_waits_for;
CREATE INDEX run_waits_for ON run (waits_for, workflow, due_at, event_seq) WHERE state = 'retrying' AND waits_for IS NOT NULL;
