-- Who may use the pages. Names are in lower case. Every time is in milliseconds since 1970, UTC; 1 is yes, 0 is no.
CREATE TABLE user_account (
  name                 TEXT NOT NULL PRIMARY KEY,
  password_hash        TEXT,                       -- null: logs in at the identity provider
  subject              TEXT UNIQUE,                -- who that is at the identity provider; null: logs in with a password
  role                 TEXT NOT NULL,              -- viewer, operator or admin
  enabled              SMALLINT NOT NULL,
  must_change_password SMALLINT NOT NULL,
  created_at           BIGINT NOT NULL,
  last_login_at        BIGINT
);

-- Who is logged in, on whichever node: the cookie holds what the id is the SHA-256 of.
CREATE TABLE login_session (
  id           TEXT NOT NULL PRIMARY KEY,
  user_name    TEXT NOT NULL,
  opened_at    BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL
);

CREATE INDEX login_session_user ON login_session (user_name);

-- Tokens of programs.
CREATE TABLE api_token (
  id            TEXT NOT NULL PRIMARY KEY,
  name          TEXT NOT NULL,
  hash          TEXT NOT NULL UNIQUE, -- SHA-256 of the token
  scopes        TEXT NOT NULL,        -- read, operate, metrics; separated by spaces
  created_by    TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT,               -- null: never
  revoked_at    BIGINT,
  last_used_day TEXT                  -- UTC
);

-- Who changed what.
CREATE TABLE audit_entry (
  id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     BIGINT NOT NULL,
  who    TEXT NOT NULL,
  what   TEXT NOT NULL, -- such as user.created
  about  TEXT NOT NULL,
  detail TEXT NOT NULL
);

-- Keys that all nodes share.
CREATE TABLE security_key (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
