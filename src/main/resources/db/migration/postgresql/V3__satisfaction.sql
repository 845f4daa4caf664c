-- What visitors answered, one row a question of a conversation: their latest click.
CREATE TABLE satisfaction_answer (
  conversation_id TEXT    NOT NULL,
  question        TEXT    NOT NULL CHECK (question IN ('customerSatisfaction', 'netPromoterScore', 'satisfactionComment', 'customQuestion')),
  score           INTEGER NOT NULL,                 -- a yes is 1, a no 0; a comment with text is 1, an empty one 0
  comment         TEXT,
  source          TEXT    NOT NULL CHECK (source IN ('iadvize', 'survey')),
  project_id      BIGINT,
  created_at      BIGINT  NOT NULL,                 -- when the visitor clicked, in milliseconds since 1970, UTC
  event_id        TEXT    COLLATE "C" NOT NULL,     -- decides between two clicks of the same millisecond
  PRIMARY KEY (conversation_id, question)
);

-- Holds all that the figures need, so that they are counted without reading the rows.
CREATE INDEX satisfaction_answer_time ON satisfaction_answer (question, score, created_at, project_id);

-- How far each conversation is, whatever the order its events came in, and what was looked up about it.
CREATE TABLE conversation (
  conversation_id TEXT    NOT NULL PRIMARY KEY,
  project_id      BIGINT,
  channel         TEXT,
  started_at      BIGINT,                           -- when the first operator received it
  pushed_at       BIGINT,                           -- when the last one did
  closed_at       BIGINT,                           -- closed is for good
  responded       INTEGER NOT NULL                  -- 1 once the visitor has given a customerSatisfaction
);

CREATE INDEX conversation_live ON conversation (pushed_at, project_id, channel) WHERE closed_at IS NULL AND pushed_at IS NOT NULL;
CREATE INDEX conversation_closed ON conversation (closed_at, project_id, responded) WHERE closed_at IS NOT NULL;

-- Who took part: a conversation's answers count for each of them.
CREATE TABLE conversation_operator (
  conversation_id TEXT NOT NULL,
  operator_id     TEXT NOT NULL,
  PRIMARY KEY (conversation_id, operator_id)
);
