-- For the metrics: how many runs are tried again, and since when. Written only when an attempt failed, so the usual way costs nothing more.
CREATE INDEX run_retrying ON run (workflow, first_due_at) WHERE state = 'retrying';
