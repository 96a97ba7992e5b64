-- What members asked of settings, articles and fields, until the event that answers it is heard: then it is a deed, and stands in
-- the audit log, whether or not anybody still waits for the answer (rule Team).

CREATE TABLE asked (
    command_id uuid PRIMARY KEY,
    asked_at timestamptz NOT NULL DEFAULT now(),
    action text NOT NULL,
    member_id uuid,
    api_key_id uuid,
    subject_id uuid
);
CREATE INDEX asked_at ON asked (asked_at);
