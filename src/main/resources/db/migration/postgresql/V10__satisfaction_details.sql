-- What the figures are filtered by and broken down to: channel, operator, and the names that a look-up found.

-- The conversation's channel, beside each of its answers, so that the figures need no join.
ALTER TABLE satisfaction_answer ADD COLUMN channel TEXT;
UPDATE satisfaction_answer SET channel = (SELECT c.channel FROM conversation c WHERE c.conversation_id = satisfaction_answer.conversation_id);
DROP INDEX satisfaction_answer_time;
CREATE INDEX satisfaction_answer_time ON satisfaction_answer (question, score, created_at, project_id, channel);

ALTER TABLE conversation ADD COLUMN looked_up INTEGER NOT NULL DEFAULT 0;  -- 1 once it was looked up at iAdvize
DROP INDEX conversation_closed;
CREATE INDEX conversation_closed ON conversation (closed_at, project_id, channel, responded) WHERE closed_at IS NOT NULL;

-- Of the conversation, what the figures of one operator need.
ALTER TABLE conversation_operator ADD COLUMN project_id BIGINT;
ALTER TABLE conversation_operator ADD COLUMN channel TEXT;
ALTER TABLE conversation_operator ADD COLUMN closed_at BIGINT;
ALTER TABLE conversation_operator ADD COLUMN responded INTEGER NOT NULL DEFAULT 0;
UPDATE conversation_operator SET (project_id, channel, closed_at, responded) =
  (SELECT c.project_id, c.channel, c.closed_at, c.responded FROM conversation c
   WHERE c.conversation_id = conversation_operator.conversation_id)
WHERE EXISTS (SELECT 1 FROM conversation c WHERE c.conversation_id = conversation_operator.conversation_id);
CREATE INDEX conversation_operator_closed ON conversation_operator (operator_id, responded, closed_at, project_id, channel)
  WHERE closed_at IS NOT NULL;

-- Each answer once for every operator who took part, so that one operator's are counted without a join.
CREATE TABLE operator_answer (
  conversation_id TEXT    NOT NULL,
  question        TEXT    NOT NULL,
  operator_id     TEXT    NOT NULL,
  score           INTEGER NOT NULL,
  created_at      BIGINT  NOT NULL,
  project_id      BIGINT,
  channel         TEXT,
  PRIMARY KEY (conversation_id, question, operator_id)
);
INSERT INTO operator_answer (conversation_id, question, operator_id, score, created_at, project_id, channel)
SELECT a.conversation_id, a.question, o.operator_id, a.score, a.created_at, a.project_id, a.channel
FROM satisfaction_answer a JOIN conversation_operator o ON o.conversation_id = a.conversation_id;
CREATE INDEX operator_answer_time ON operator_answer (operator_id, question, score, created_at, project_id, channel);

-- Names as iAdvize last gave them; seen_at in milliseconds since 1970, UTC.
CREATE TABLE operator_name (
  operator_id TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  seen_at     BIGINT NOT NULL
);
CREATE TABLE project_name (
  project_id BIGINT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  seen_at    BIGINT NOT NULL
);
