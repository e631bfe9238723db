-- What happened, for those who look on. A row has no content: what it tells is read when it is told.
-- Rows go after a day; a number is never given twice, so that a reader who comes back knows where
-- they were.
--
-- `subject`: the agent, the invitation or the number of the activity that it is about.
-- `agent`: where it is for one agent alone, who that is.
CREATE TABLE event (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    workgroup TEXT CHECK (workgroup IS NOT NULL OR kind = 'invitations-to-me'),
    kind      TEXT NOT NULL CHECK (kind IN (
        'workgroup', 'membership', 'preferences', 'agent', 'agent-left', 'administrators', 'invitation', 'activity',
        'invitations-to-me'
    )),
    subject   TEXT CHECK (subject IS NOT NULL OR kind NOT IN ('agent', 'agent-left', 'invitation', 'activity')),
    agent     TEXT CHECK ((agent IS NOT NULL) = (kind IN ('membership', 'preferences', 'invitations-to-me')))
) STRICT;

CREATE INDEX event_age ON event (at);
-- What a reader missed is read workgroup by workgroup.
CREATE INDEX event_of_workgroup ON event (workgroup, id) WHERE agent IS NULL;
CREATE INDEX event_for_agent ON event (agent, id) WHERE agent IS NOT NULL;
