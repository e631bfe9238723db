-- Whoever types a code may have joined by it already: the answer may have got lost.
CREATE INDEX invitation_accepted ON invitation (address, updated_at) WHERE state = 'accepted';
