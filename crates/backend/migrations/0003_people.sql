-- People: who they are in each workgroup, who is invited, and what was done for good.

-- `search_key` is that of the name, `find_key` that of name and address together. Both are filled
-- in when the database is opened: SQL cannot make them.
ALTER TABLE agent ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN find_key TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN last_seen INTEGER;

CREATE UNIQUE INDEX agent_key ON agent (id, search_key);

-- The agent's search key stands beside the workgroup's: the list of a workgroup's agents is one
-- range of an index, too. A rate is in the workgroup's currency.
CREATE TABLE membership_2 (
    agent       TEXT NOT NULL,
    workgroup   TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    agent_key   TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'associate', 'inactive')),
    hidden      INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    rate_amount INTEGER CHECK (rate_amount BETWEEN 0 AND 999999999),
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    updated_by  TEXT REFERENCES agent (id),
    PRIMARY KEY (agent, workgroup),
    FOREIGN KEY (workgroup, search_key) REFERENCES workgroup (id, search_key) ON UPDATE CASCADE,
    FOREIGN KEY (agent, agent_key) REFERENCES agent (id, search_key) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO membership_2 (agent, workgroup, search_key, agent_key, role, hidden, created_at, updated_at)
SELECT agent, workgroup, search_key, '', role, hidden, created_at, created_at FROM membership;

DROP TABLE membership;
ALTER TABLE membership_2 RENAME TO membership;

CREATE INDEX membership_of_workgroup ON membership (workgroup, search_key, role);
CREATE INDEX membership_in_order ON membership (agent, search_key, workgroup) WHERE role <> 'inactive';
CREATE INDEX membership_administered ON membership (agent) WHERE role = 'administrator';
CREATE INDEX membership_agents_in_order ON membership (workgroup, agent_key, agent, role);
CREATE INDEX membership_administrators ON membership (workgroup) WHERE role = 'administrator';
CREATE INDEX membership_rated ON membership (workgroup) WHERE rate_amount IS NOT NULL;

-- One that expired is 'pending' here: what makes it expired is the time. Neither its token nor its
-- code is kept: both follow from the key in `invitation.key`, the identifier and the generation.
CREATE TABLE invitation (
    id             TEXT NOT NULL PRIMARY KEY,
    workgroup      TEXT NOT NULL REFERENCES workgroup (id),
    address        TEXT NOT NULL,
    name           TEXT,
    find_key       TEXT NOT NULL,
    role           TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'associate')),
    state          TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'revoked')),
    language       TEXT NOT NULL,
    generation     INTEGER NOT NULL CHECK (generation >= 1),
    tries_left     INTEGER NOT NULL CHECK (tries_left >= 0),
    inviter        TEXT NOT NULL REFERENCES agent (id),
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    asked_again_at INTEGER,
    version        INTEGER NOT NULL CHECK (version >= 1),
    updated_at     INTEGER NOT NULL,
    updated_by     TEXT REFERENCES agent (id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX invitation_waiting ON invitation (workgroup, address) WHERE state = 'pending';
CREATE INDEX invitation_to_address ON invitation (address) WHERE state = 'pending';
CREATE INDEX invitation_of_workgroup ON invitation (workgroup, created_at, id);

-- What was done stays done.
CREATE TRIGGER activity_is_not_changed BEFORE UPDATE ON activity
BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
CREATE TRIGGER activity_is_not_deleted BEFORE DELETE ON activity
BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;

CREATE INDEX activity_of_agent ON activity (agent, at);
CREATE INDEX activity_of_invitation ON activity (activity ->> 'invitation')
WHERE activity ->> 'invitation' IS NOT NULL;
