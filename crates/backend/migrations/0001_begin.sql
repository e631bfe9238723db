-- Times are milliseconds since 1970 in UTC. Identifiers are those of the contract.

CREATE TABLE agent (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL UNIQUE,
    sample     INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workgroup (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    cost_amount INTEGER NOT NULL CHECK (cost_amount BETWEEN 0 AND 999999999),
    currency    TEXT NOT NULL CHECK (length(currency) = 3),
    money_moved INTEGER NOT NULL DEFAULT 0 CHECK (money_moved IN (0, 1)),
    default_of  TEXT UNIQUE REFERENCES agent (id),
    version     INTEGER NOT NULL CHECK (version >= 1),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    updated_by  TEXT REFERENCES agent (id),
    UNIQUE (id, search_key)
) STRICT, WITHOUT ROWID;

-- The search key stands here too, so that an agent's list is one range of an index. The foreign
-- key keeps it the same as the workgroup's.
CREATE TABLE membership (
    agent      TEXT NOT NULL REFERENCES agent (id),
    workgroup  TEXT NOT NULL,
    search_key TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('administrator', 'manager', 'associate', 'inactive')),
    hidden     INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agent, workgroup),
    FOREIGN KEY (workgroup, search_key) REFERENCES workgroup (id, search_key) ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_of_workgroup ON membership (workgroup, search_key, role);
CREATE INDEX membership_in_order ON membership (agent, search_key, workgroup) WHERE role <> 'inactive';
CREATE INDEX membership_administered ON membership (agent) WHERE role = 'administrator';

-- What was done, by whom, when, from what to what.
CREATE TABLE activity (
    id        INTEGER PRIMARY KEY,
    workgroup TEXT NOT NULL REFERENCES workgroup (id),
    agent     TEXT NOT NULL REFERENCES agent (id),
    at        INTEGER NOT NULL,
    activity  TEXT NOT NULL CHECK (json_valid(activity))
) STRICT;

CREATE INDEX activity_of_workgroup ON activity (workgroup, at);

CREATE TABLE address_let_in (
    address    TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in (
    id         TEXT NOT NULL PRIMARY KEY,
    address    TEXT NOT NULL,
    code_hash  BLOB NOT NULL CHECK (length(code_hash) = 32),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
    used_at    INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_expiry ON sign_in (expires_at);

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    agent      TEXT NOT NULL REFERENCES agent (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_expiry ON session (expires_at);

-- The first answer to each idempotency key, with the fingerprint of its request.
CREATE TABLE idempotency (
    scope       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    answer      TEXT NOT NULL CHECK (json_valid(answer)),
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_age ON idempotency (created_at);

-- Mail to be sent, in the same transaction as what it tells. Its secrets go with the sending:
-- `mail` is emptied then, unless the local mailbox shows it.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    address    TEXT NOT NULL,
    language   TEXT NOT NULL,
    mail       TEXT NOT NULL CHECK (json_valid(mail)),
    attempts   INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER,
    sent_at    INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_of_address ON outbox (address, created_at);
