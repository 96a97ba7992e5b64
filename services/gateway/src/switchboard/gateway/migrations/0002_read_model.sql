-- The read model: each table mirrors one topic and can be rebuilt from it.
-- `body` is the message as it stands on the topic, so that answers and frames are spliced, not built.

-- conversation.state. Only columns that seldom change are indexed, so that a new snapshot is a
-- heap-only update.
CREATE TABLE conversation (
    conversation_id uuid PRIMARY KEY,
    visitor_id uuid NOT NULL,
    previous_conversation_id uuid,
    seq bigint NOT NULL,
    public_seq bigint NOT NULL,
    status text NOT NULL,
    opened_at timestamptz NOT NULL,
    body text NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX conversation_visitor ON conversation (visitor_id);
CREATE INDEX conversation_opened ON conversation (opened_at DESC, conversation_id DESC);
CREATE INDEX conversation_open ON conversation (opened_at DESC, conversation_id DESC)
    WHERE status <> 'closed';

-- conversation.events
CREATE TABLE timeline (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    answer_to uuid,
    body text NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- conversation.public
CREATE TABLE public_timeline (
    conversation_id uuid NOT NULL,
    public_seq bigint NOT NULL,
    type text NOT NULL,
    answer_to uuid,
    body text NOT NULL,
    PRIMARY KEY (conversation_id, public_seq)
);

-- ticketing.events: the ticket as its newest event has it
CREATE TABLE ticket (
    ticket_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    revision bigint NOT NULL,
    number bigint NOT NULL,
    status text NOT NULL,
    answer_to uuid,
    body text NOT NULL
);
CREATE INDEX ticket_conversation ON ticket (conversation_id);
CREATE INDEX ticket_number ON ticket (number DESC);

-- analysis.events: each version as its newest event has it
CREATE TABLE analysis (
    conversation_id uuid NOT NULL,
    analysis_version bigint NOT NULL,
    type text NOT NULL,
    answer_to uuid,
    body text NOT NULL,
    PRIMARY KEY (conversation_id, analysis_version)
);

-- notification.events
CREATE TABLE notification (
    notification_id uuid PRIMARY KEY,
    member_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    answer_to uuid,
    body text NOT NULL
);
CREATE INDEX notification_member ON notification (member_id, at DESC);

-- team.members
CREATE TABLE member (
    member_id uuid PRIMARY KEY,
    revision bigint NOT NULL,
    public_name text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    active boolean NOT NULL
);

-- assistant.events: articles only; runs are of no interest to any client yet
CREATE TABLE article (
    article_id uuid PRIMARY KEY,
    title text NOT NULL,
    url text NOT NULL,
    answer_to uuid,
    body text NOT NULL
);

-- assistant.settings
CREATE TABLE assistant_settings (
    workspace text PRIMARY KEY,
    body text NOT NULL
);
