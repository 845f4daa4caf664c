-- The Jira issue of each conversation that has one. Jira's own search shows a new issue only after a while.
CREATE TABLE jira_issue (
  conversation_id TEXT NOT NULL PRIMARY KEY,
  issue_key       TEXT,                      -- null: Jira was asked for one, and the answer is not known yet
  asked_by        TEXT NOT NULL,             -- workflow and eventId
  asked_at        BIGINT NOT NULL            -- milliseconds since 1970, UTC
);
