-- What users may see, mirrored from conversation.public and from nothing else (rule A3).
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

CREATE TABLE analysis (
    conversation_id uuid NOT NULL,
    analysis_version int NOT NULL,              -- counts the analyses of a conversation, from 1
    analysis_id uuid NOT NULL UNIQUE,
    public_seq int NOT NULL,                    -- the transcript is complete at this number
    requested_by uuid,                          -- null: by the close itself
    state text NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    result jsonb,                               -- the event that states it
    code text,                                  -- why it failed
    PRIMARY KEY (conversation_id, analysis_version),
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK ((state = 'completed') = (result IS NOT NULL)),
    CHECK ((state = 'failed') = (code IS NOT NULL))
);
