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
