-- What alerts tell of: a state that some server sees, once for all servers.
CREATE TABLE alert_state (
  name       TEXT PRIMARY KEY,   -- what it is about: system smtp, workflow csat
  kind       TEXT NOT NULL,
  urgent     INTEGER NOT NULL,
  begin_text TEXT NOT NULL,      -- what is said of its begin, as it was seen last
  end_text   TEXT NOT NULL,
  link       TEXT NOT NULL,
  since      BIGINT NOT NULL,
  first_at   BIGINT NOT NULL,     -- when a server saw it first, and last
  seen_at    BIGINT NOT NULL,
  gone_at    BIGINT,              -- since when no server has seen it
  told       INTEGER NOT NULL    -- whether its begin was told
);

-- What was said.
CREATE TABLE alert_message (
  id      TEXT PRIMARY KEY,
  at      BIGINT NOT NULL,
  name    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  phase   TEXT NOT NULL,         -- begin, over, note
  urgent  INTEGER NOT NULL,
  since   BIGINT NOT NULL,
  subject TEXT NOT NULL,
  text    TEXT NOT NULL,
  link    TEXT NOT NULL
);

-- What a route that takes alerts has not taken yet.
CREATE TABLE alert_delivery (
  message  TEXT NOT NULL,
  way      TEXT NOT NULL,
  due_at   BIGINT NOT NULL, -- when it may be tried; somebody tries it until then, or has in vain
  failures INTEGER NOT NULL,
  PRIMARY KEY (message, way)
);
