-- Who is idle, and when each member was last there (rules P1, H9).

ALTER TABLE presence ADD COLUMN away uuid[] NOT NULL DEFAULT '{}';

CREATE TABLE member_seen (
    member_id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
