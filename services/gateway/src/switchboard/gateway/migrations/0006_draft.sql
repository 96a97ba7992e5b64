-- What members are writing and have not sent (rule N7): private to its writer, no other service hears of it.

-- Versions come from one sequence, so that a draft that was deleted and begun again is never taken
-- for the one that another window still shows.
CREATE SEQUENCE draft_version;

CREATE TABLE draft (
    member_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('reply', 'note')),
    text text NOT NULL,
    version bigint NOT NULL DEFAULT nextval('draft_version'),
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member_id, conversation_id, kind)
);
CREATE INDEX draft_conversation ON draft (conversation_id);
