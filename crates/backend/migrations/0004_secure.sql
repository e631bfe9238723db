-- When an agent last asked to be invited in place of the invited person.
CREATE TABLE asked_for_me (
    invitation TEXT NOT NULL REFERENCES invitation (id),
    agent      TEXT NOT NULL REFERENCES agent (id),
    at         INTEGER NOT NULL,
    PRIMARY KEY (invitation, agent)
) STRICT, WITHOUT ROWID;

CREATE INDEX asked_for_me_by_agent ON asked_for_me (agent, at);

-- When somebody was last seen is kept where they were: what one workgroup is told says nothing of
-- others. What was kept until now does not say where.
ALTER TABLE membership ADD COLUMN last_seen INTEGER;
ALTER TABLE agent DROP COLUMN last_seen;

-- INSERT OR REPLACE deletes without a trigger of DELETE.
CREATE TRIGGER activity_is_not_replaced BEFORE INSERT ON activity
WHEN EXISTS (SELECT 1 FROM activity WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;

-- The next mail is the first of one of two ranges: what somebody waits for, and invitations.
DROP INDEX outbox_due;
CREATE INDEX outbox_next ON outbox ((invitation IS NOT NULL), due_at, id) WHERE state = 'queued';
CREATE INDEX outbox_age ON outbox (created_at) WHERE invitation IS NULL;

-- Every time that the invited person asked for a new invitation. The invitation itself keeps the
-- last, until it is sent anew.
CREATE TABLE asked_again (
    invitation TEXT NOT NULL REFERENCES invitation (id),
    at         INTEGER NOT NULL,
    PRIMARY KEY (invitation, at)
) STRICT, WITHOUT ROWID;

INSERT INTO asked_again (invitation, at)
SELECT id, asked_again_at FROM invitation WHERE asked_again_at IS NOT NULL;

-- A mail that was not sent since the invitation was answered before: nobody withdrew it.
UPDATE outbox SET failure = 'answered'
WHERE failure = 'withdrawn'
  AND id = (SELECT max(x.id) FROM outbox AS x WHERE x.invitation = outbox.invitation)
  AND EXISTS (SELECT 1 FROM invitation AS i WHERE i.id = outbox.invitation AND i.state IN ('accepted', 'declined'));
