-- jira-ticket and salesforce-lead are two workflows each since this version, one for each type of event (SplitWorkflows). The runs there are
-- bear the new names from here on, whatever became of them: what waits is taken by the new ones, and an event that had its run gets no second
-- one. One that has a run of the new name already, which somebody's own workflow gave it, keeps both. jira_issue.asked_by and
-- lead_claim.workflow stay: for the minutes in which they count they rather keep a run waiting than let it act beside another.
CREATE FUNCTION workflow_since_split(workflow TEXT, event_type TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE workflow
    WHEN 'jira-ticket' THEN CASE event_type WHEN 'satisfaction.answered' THEN 'jira-ticket-for-score' ELSE 'jira-ticket-on-request' END
    WHEN 'salesforce-lead' THEN CASE event_type WHEN 'visitor.updated' THEN 'salesforce-lead-for-visitor' ELSE 'salesforce-lead-for-conversation' END
    ELSE workflow END
$$;

-- The bulk of them, without a lock on the table. What is running keeps its name until its server ends it.
UPDATE run r SET workflow = workflow_since_split(r.workflow, e.event_type) FROM event e
WHERE e.seq = r.event_seq AND r.workflow IN ('jira-ticket', 'salesforce-lead') AND r.state <> 'running'
  AND NOT EXISTS (SELECT 1 FROM run o WHERE o.event_seq = r.event_seq AND o.workflow = workflow_since_split(r.workflow, e.event_type));

-- Servers of the version before may still be at work, and start and end runs by the old names: those bear the new ones, too, once they are
-- written. To be dropped with the old names.
CREATE FUNCTION run_started_before_split() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT workflow_since_split(NEW.workflow, e.event_type) INTO STRICT NEW.workflow FROM event e WHERE e.seq = NEW.event_seq;
  RETURN NEW;
END $$;

CREATE FUNCTION run_ended_before_split() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE run r SET workflow = workflow_since_split(r.workflow, e.event_type) FROM event e
  WHERE r.event_seq = NEW.event_seq AND r.workflow = NEW.workflow AND e.seq = r.event_seq
    AND NOT EXISTS (SELECT 1 FROM run o WHERE o.event_seq = r.event_seq AND o.workflow = workflow_since_split(r.workflow, e.event_type));
  RETURN NULL;
END $$;

CREATE TRIGGER run_started_before_split BEFORE INSERT ON run FOR EACH ROW
  WHEN (NEW.workflow IN ('jira-ticket', 'salesforce-lead')) EXECUTE FUNCTION run_started_before_split();
CREATE TRIGGER run_ended_before_split AFTER UPDATE ON run FOR EACH ROW
  WHEN (NEW.workflow IN ('jira-ticket', 'salesforce-lead') AND NEW.state <> 'running') EXECUTE FUNCTION run_ended_before_split();

-- Those that they have written until the triggers were there.
UPDATE run r SET workflow = workflow_since_split(r.workflow, e.event_type) FROM event e
WHERE e.seq = r.event_seq AND r.workflow IN ('jira-ticket', 'salesforce-lead') AND r.state <> 'running'
  AND NOT EXISTS (SELECT 1 FROM run o WHERE o.event_seq = r.event_seq AND o.workflow = workflow_since_split(r.workflow, e.event_type));
