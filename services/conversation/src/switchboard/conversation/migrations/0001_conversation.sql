-- Conversations, who might answer when, and what was said.

CREATE TABLE conversation (
    id uuid PRIMARY KEY,
    visitor_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN
        ('active_ai', 'waiting_for_human', 'active_human', 'awaiting_offline_info', 'closed')),
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    public_seq bigint NOT NULL,
    state jsonb NOT NULL
);
CREATE INDEX conversation_by_visitor ON conversation (visitor_id);

-- One row for each span in which the same party might answer; exactly one is open.
CREATE TABLE control_interval (
    conversation_id uuid NOT NULL,
    epoch bigint NOT NULL,
    mode text NOT NULL CHECK (mode IN ('ai', 'waiting', 'human', 'offline', 'closed')),
    from_seq bigint NOT NULL,
    to_seq bigint CHECK (to_seq >= from_seq - 1),
    PRIMARY KEY (conversation_id, epoch)
);
CREATE UNIQUE INDEX control_interval_one_open ON control_interval (conversation_id)
    WHERE to_seq IS NULL;

CREATE TABLE message (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    public_seq bigint,
    message_id uuid NOT NULL UNIQUE,
    source text NOT NULL CHECK (source IN ('user', 'ai', 'agent', 'system', 'internal_note')),
    audience text NOT NULL CHECK (audience IN ('public', 'team')),
    epoch bigint NOT NULL,
    command_id uuid,
    text text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (conversation_id, public_seq),
    CHECK (source <> 'internal_note' OR audience = 'team'),
    CHECK (source NOT IN ('user', 'ai', 'agent') OR audience = 'public'),
    CHECK ((audience = 'public') = (public_seq IS NOT NULL))
);

-- The second wall (design section 4): whatever the program believes, the database refuses an AI
-- message outside an AI interval and anything public after a close. FOR SHARE waits for a
-- take-over that is being stored by another connection; the check after it sees its result.
CREATE FUNCTION guard_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM control_interval
        WHERE (conversation_id, epoch) IN (SELECT conversation_id, epoch FROM added)
        FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN control_interval span USING (conversation_id, epoch)
        WHERE span.conversation_id IS NULL
           OR added.seq < span.from_seq
           OR (span.to_seq IS NOT NULL AND added.seq > span.to_seq)
           OR (added.source = 'ai' AND span.mode <> 'ai')
           OR (added.audience = 'public' AND span.mode = 'closed')
    ) THEN
        RAISE EXCEPTION 'a message stands outside the interval in which it may be said'
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guard_messages AFTER INSERT ON message
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_messages();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is stored in % stays as it is', TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
CREATE TRIGGER messages_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON message
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intervals_stay BEFORE DELETE OR TRUNCATE ON control_interval
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER conversations_stay BEFORE DELETE OR TRUNCATE ON conversation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An interval may only be ended, once; that of a closed conversation never.
CREATE FUNCTION guard_interval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.to_seq IS NOT NULL OR NEW.to_seq IS NULL OR OLD.mode = 'closed'
       OR (NEW.conversation_id, NEW.epoch, NEW.mode, NEW.from_seq)
          IS DISTINCT FROM (OLD.conversation_id, OLD.epoch, OLD.mode, OLD.from_seq) THEN
        RAISE EXCEPTION 'an interval is ended once and is final then' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_interval BEFORE UPDATE ON control_interval
    FOR EACH ROW EXECUTE FUNCTION guard_interval();

CREATE FUNCTION guard_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'closed' AND NEW.status <> 'closed' THEN
        RAISE EXCEPTION 'a closed conversation stays closed' USING ERRCODE = '23514';
    END IF;
    IF NEW.seq < OLD.seq OR NEW.epoch < OLD.epoch OR NEW.public_seq < OLD.public_seq THEN
        RAISE EXCEPTION 'numbers of a conversation only rise' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_conversation BEFORE UPDATE ON conversation
    FOR EACH ROW EXECUTE FUNCTION guard_conversation();

-- What decisions need to know of others, mirrored from their topics.
CREATE TABLE member (
    member_id uuid PRIMARY KEY,
    revision bigint NOT NULL,
    public_name text NOT NULL,
    active boolean NOT NULL
);

CREATE TABLE presence (
    gateway_id text PRIMARY KEY,
    online uuid[] NOT NULL,
    lapses_at timestamptz NOT NULL
);

CREATE TABLE assistant_settings (
    workspace text PRIMARY KEY,
    enabled boolean NOT NULL
);
