-- The promo codes there are, from files or made by a pattern. A code is never deleted and never changes its holder.
CREATE TABLE promo_code (
  campaign     TEXT    NOT NULL,
  code         TEXT    NOT NULL,
  loaded_at    BIGINT  NOT NULL, -- every time is in milliseconds since 1970, UTC
  line         BIGINT  NOT NULL, -- in its file; codes are given out in the order of the file
  allocated_at BIGINT ,          -- NULL: free
  event_id     TEXT,            -- the event it was first given out for
  label        TEXT,            -- what it is worth and until when, as it was promised to its holder
  expires_on   TEXT,
  PRIMARY KEY (campaign, code)
);

CREATE INDEX promo_code_free ON promo_code (campaign, loaded_at, line) WHERE allocated_at IS NULL;

-- Whose a code is: a digest of each name its holder is known by (e-mail address, ids at iAdvize), so that one person has one code.
CREATE TABLE promo_holder (
  campaign TEXT NOT NULL,
  identity TEXT NOT NULL,
  code     TEXT NOT NULL,
  PRIMARY KEY (campaign, identity),
  FOREIGN KEY (campaign, code) REFERENCES promo_code (campaign, code)
);

-- What has been counted, so that nobody has to count; who gives out codes of a campaign holds the lock on its row.
CREATE TABLE promo_campaign (
  campaign  TEXT    NOT NULL PRIMARY KEY,
  loaded    BIGINT  NOT NULL,
  allocated BIGINT  NOT NULL
);

-- The files whose codes are all there, by their content.
CREATE TABLE promo_file (
  campaign  TEXT    NOT NULL,
  digest    TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  loaded_at BIGINT  NOT NULL,
  codes     BIGINT  NOT NULL, -- how many of them were new
  PRIMARY KEY (campaign, digest)
);
