-- How far each mail has got, so that whoever invited can be told.
--
-- `state`: 'queued' waits until `due_at`; 'sending' is being handed over to the mail server, and
-- `data_at` is when its content began to be; 'sent' was taken by the server; 'failed' is given up;
-- 'uncertain' may have been taken, and is not sent again unasked.
-- `failure`: why it was not sent, as a stable code; while it is queued, why the last try failed.
-- `message_id`: what its Message-ID has before the @, the same in every try.
-- `invitation`: the invitation that the mail brings.
-- `mail` keeps only its kind once its secrets are of no more use: sent, failed, uncertain.

CREATE TABLE outbox_2 (
    id         INTEGER PRIMARY KEY,
    address    TEXT NOT NULL,
    language   TEXT NOT NULL,
    mail       TEXT NOT NULL CHECK (json_valid(mail)),
    invitation TEXT,
    message_id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    state      TEXT NOT NULL DEFAULT 'queued'
               CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'uncertain')),
    failure    TEXT,
    attempts   INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER CHECK (state NOT IN ('queued', 'sending') OR due_at IS NOT NULL),
    data_at    INTEGER,
    sent_at    INTEGER CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    created_at INTEGER NOT NULL
) STRICT;

-- Mail that was given up until now has neither time, why is not known: most
-- often the mail server could not be reached.
INSERT INTO outbox_2 (id, address, language, mail, message_id, state, failure, attempts, due_at, sent_at, created_at)
SELECT id, address, language,
       CASE WHEN due_at IS NULL THEN json_object('kind', mail ->> 'kind') ELSE mail END,
       lower(hex(randomblob(16))),
       CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN due_at IS NOT NULL THEN 'queued' ELSE 'failed' END,
       CASE WHEN sent_at IS NULL AND due_at IS NULL THEN 'unreachable' END,
       attempts, due_at, sent_at, created_at
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_2 RENAME TO outbox;

CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';
CREATE INDEX outbox_of_address ON outbox (address, created_at);
CREATE INDEX outbox_of_invitation ON outbox (invitation, id) WHERE invitation IS NOT NULL;
