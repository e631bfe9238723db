-- Whoever types a code may have joined by it already: the answer may have got lost.
CREATE INDEX invitation_accepted ON invitation (address, updated_at) WHERE state = 'accepted';

-- What expires is told to those who look on, as soon as it does.
CREATE INDEX invitation_expiring ON invitation (expires_at) WHERE state = 'pending';
