-- Who was told what, whether they saw it, and when it was taken back.

CREATE TABLE notification (
    number bigint GENERATED ALWAYS AS IDENTITY,
    notification_id uuid PRIMARY KEY,
    member_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    requested_at timestamptz NOT NULL,
    seen_at timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX notification_open ON notification (member_id, number) WHERE withdrawn_at IS NULL;
