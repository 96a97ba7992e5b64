-- Private data of the gateway: credentials never enter Kafka.

CREATE TABLE account (
    member_id uuid PRIMARY KEY,
    email text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX account_email ON account (lower(email));

CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_member ON session (member_id);

-- One-time links; only the hash of the token is kept.
CREATE TABLE invitation (
    token_hash bytea PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('first_admin')),
    expires_at timestamptz NOT NULL,
    used_by uuid
);

-- The team's entity, written only by the decider of team.commands.
CREATE TABLE team_member (
    member_id uuid PRIMARY KEY,
    revision bigint NOT NULL,
    public_name text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    active boolean NOT NULL,
    at timestamptz NOT NULL
);
