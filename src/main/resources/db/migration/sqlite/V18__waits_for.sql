-- What a run waits for, such as a system that is down: it goes on once that is there, and at due_at at the latest.
ALTER TABLE run ADD COLUMN waits_for TEXT;

CREATE INDEX run_waits_for ON run (waits_for, due_at, event_seq, workflow) WHERE state = 'retrying' AND waits_for IS NOT NULL;
