-- Few runs are at work at a time, and run_exclusive holds them all: one page less to write with each claim and each end.
DROP INDEX run_node;

-- With the state in it the backlog of each workflow is counted from the index alone.
DROP INDEX run_due;
CREATE INDEX run_due ON run (workflow, due_at, event_seq, state) WHERE state IN ('queued', 'retrying');
