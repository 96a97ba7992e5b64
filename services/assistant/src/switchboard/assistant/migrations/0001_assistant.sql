-- What users may see, mirrored from conversation.public and from nothing else.
CREATE TABLE transcript (
    conversation_id uuid PRIMARY KEY,
    public_seq int NOT NULL                     -- every public event up to this number has arrived
) WITH (fillfactor = 70);

CREATE TABLE transcript_line (
    conversation_id uuid NOT NULL,
    public_seq int NOT NULL,
    source text NOT NULL CHECK (source IN ('user', 'ai', 'agent', 'system')),
    said text,                                  -- what a system message says
    text text NOT NULL,
    PRIMARY KEY (conversation_id, public_seq)
);

-- One run a turn. The newest one of a conversation is the entity's state.
CREATE TABLE run (
    conversation_id uuid NOT NULL,
    turn int NOT NULL,
    epoch int NOT NULL,
    answer_up_to_public_seq int NOT NULL,
    job_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'stopped', 'finished')),
    outcome text,                               -- 'accepted', 'handed_off' or the code of a refusal
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (conversation_id, turn),
    CHECK ((state = 'running') = (ended_at IS NULL))
);

CREATE TABLE conversation_control (
    conversation_id uuid PRIMARY KEY,
    stopped_before_epoch int NOT NULL           -- runs of earlier epochs may not answer any more
) WITH (fillfactor = 70);

CREATE TABLE article (
    article_id uuid PRIMARY KEY,
    title text NOT NULL,
    body text NOT NULL,
    url text NOT NULL,
    revision int NOT NULL,
    imported_at timestamptz NOT NULL,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')
    ) STORED
);
CREATE INDEX article_search ON article USING gin (search);

CREATE TABLE assistant_settings (
    workspace text PRIMARY KEY CHECK (workspace = 'workspace'),
    enabled boolean NOT NULL,
    minimum_run_seconds float8 NOT NULL,
    changed_at timestamptz NOT NULL
);
