-- What became of a notification, what waits for whoever comes online, and what members do without.

ALTER TABLE notification
    ADD COLUMN conversation_ids uuid[] NOT NULL DEFAULT '{}',  -- of one that tells of all that waits
    ADD COLUMN since timestamptz,
    ADD COLUMN delivered_at timestamptz,
    ADD COLUMN clicked_at timestamptz;

CREATE TABLE waiting (
    conversation_id uuid PRIMARY KEY,
    since timestamptz NOT NULL,
    told uuid[] NOT NULL,
    told_of_all uuid[] NOT NULL
);

-- Who came online a moment ago; at most as many rows as there are members.
CREATE TABLE arrival (
    member_id uuid PRIMARY KEY,
    at timestamptz NOT NULL
);

CREATE TABLE muted (
    member_id uuid NOT NULL,
    kind text NOT NULL,
    place text NOT NULL,
    PRIMARY KEY (member_id, kind, place)
);
