-- Whose a conversation is, once the host site has vouched for its user (rule I1).

ALTER TABLE conversation ADD COLUMN person_id uuid;
CREATE INDEX conversation_by_person ON conversation (person_id) WHERE person_id IS NOT NULL;
