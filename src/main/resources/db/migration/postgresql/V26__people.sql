-- Since when a one-time password waits to be changed (null: it is the user's own), and until when the next login by a user's name at the
-- identity provider is taken for that user's (null: no such login is expected).
ALTER TABLE user_account ADD COLUMN one_time_since BIGINT;
ALTER TABLE user_account ADD COLUMN link_until BIGINT;

-- One that was made before is as old as this line.
UPDATE user_account SET one_time_since = CAST(extract(epoch FROM now()) * 1000 AS BIGINT) WHERE must_change_password = 1;

-- Whom the identity provider vouched for, but whose name is that of another user; an admin may link the two.
CREATE TABLE refused_login (
  id      TEXT NOT NULL PRIMARY KEY, -- a digest of the subject
  issuer  TEXT NOT NULL,
  subject TEXT NOT NULL,             -- as in user_account
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,             -- that the identity provider gives
  at      BIGINT NOT NULL
);

-- 1: who made the token has been deleted; a user of that name is somebody else.
ALTER TABLE api_token ADD COLUMN maker_gone INTEGER NOT NULL DEFAULT 0;
