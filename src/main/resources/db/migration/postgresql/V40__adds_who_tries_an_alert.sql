-- Whose clock the time is by that an alert waits until; null for one that a version before this has tried, or nobody has.
ALTER TABLE alert_delivery ADD COLUMN node TEXT;
