-- Who did what (rule Team): ids, codes and numbers, never a text, a name or an address.

CREATE TABLE audit_entry (
    entry_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    action text NOT NULL,
    member_id uuid,                             -- who; null for nobody known, or the command line
    api_key_id uuid,                            -- with which of their keys
    subject_id uuid,                            -- whom or what it was done to
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_entry_at ON audit_entry (at DESC, entry_id DESC);

-- What members did to conversations: mirrors conversation.events, and can be rebuilt from it.
CREATE TABLE conversation_act (
    entry_id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    action text NOT NULL,
    member_id uuid NOT NULL,
    subject_id uuid,
    conversation_id uuid NOT NULL
);
CREATE INDEX conversation_act_at ON conversation_act (at DESC, entry_id DESC);

CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER conversation_act_stays BEFORE UPDATE OR DELETE ON conversation_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
