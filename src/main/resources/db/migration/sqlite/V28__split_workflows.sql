-- jira-ticket and salesforce-lead are two workflows each since this version, one for each type of event (SplitWorkflows). The runs there are
-- bear the new names from here on, whatever became of them: what waits is taken by the new ones, and an event that had its run gets no second
-- one. One that has a run of the new name already, which somebody's own workflow gave it, keeps both. jira_issue.asked_by and
-- lead_claim.workflow stay: for the minutes in which they count they rather keep a run waiting than let it act beside another.
UPDATE OR IGNORE run SET workflow =
  CASE (SELECT e.event_type FROM event e WHERE e.seq = run.event_seq)
    WHEN 'satisfaction.answered' THEN 'jira-ticket-for-score' ELSE 'jira-ticket-on-request' END
WHERE workflow = 'jira-ticket';

UPDATE OR IGNORE run SET workflow =
  CASE (SELECT e.event_type FROM event e WHERE e.seq = run.event_seq)
    WHEN 'visitor.updated' THEN 'salesforce-lead-for-visitor' ELSE 'salesforce-lead-for-conversation' END
WHERE workflow = 'salesforce-lead';
