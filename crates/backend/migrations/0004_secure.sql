-- When an agent last asked to be invited in place of the invited person.
CREATE TABLE asked_for_me (
    invitation TEXT NOT NULL REFERENCES invitation (id),
    agent      TEXT NOT NULL REFERENCES agent (id),
    at         INTEGER NOT NULL,
    PRIMARY KEY (invitation, agent)
) STRICT, WITHOUT ROWID;

CREATE INDEX asked_for_me_by_agent ON asked_for_me (agent, at);
