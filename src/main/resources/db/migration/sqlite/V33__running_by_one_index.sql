-- Few runs are at work at a time, and run_exclusive holds them all: one page less to write with each claim and each end.
DROP INDEX run_node;
