-- Files that messages carry (rule N1): who may fill, use and read which; private to the gateway.

-- A row is a grant first: for one principal, conversation and audience. It gets one content, by its
-- digest, and is claimed by one command, whose repeats claim it again.
CREATE TABLE attachment (
    attachment_id uuid PRIMARY KEY,
    object_id uuid NOT NULL,                    -- the last part of the object's name; told to nobody
    conversation_id uuid NOT NULL,
    audience text NOT NULL CHECK (audience IN ('public', 'team')),
    principal text NOT NULL,
    name text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    digest bytea,
    media_type text,
    size bigint,
    stored_at timestamptz,                      -- once the object is whole
    command_id uuid,                            -- the command that carries it
    claimed_at timestamptz,
    kept_at timestamptz,                        -- once its message is known to be stored
    doomed_at timestamptz                       -- given to nobody any more: its object is deleted
);
CREATE INDEX attachment_conversation ON attachment (conversation_id);
CREATE INDEX attachment_unsettled ON attachment (granted_at) WHERE kept_at IS NULL;
CREATE INDEX attachment_doomed ON attachment (doomed_at) WHERE doomed_at IS NOT NULL;
CREATE INDEX attachment_unsent ON attachment (principal) WHERE command_id IS NULL;

-- The one place where this workspace's files lie: a gateway that was told another one refuses to start.
CREATE TABLE file_store (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    identity text NOT NULL
);

-- Of an erased person no file is given any more, and none comes after; the objects follow by the next sweep (rule E1).
CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := keys::uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(key, 0)) FROM (SELECT unnest(keys) AS key ORDER BY key) AS ordered;
    CALL erase_kept(keys, form);
    UPDATE conversation SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE public_timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE ticket SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE analysis SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    DELETE FROM draft WHERE conversation_id = ANY(ids);
    UPDATE attachment SET doomed_at = coalesce(doomed_at, now()), name = '' WHERE conversation_id = ANY(ids);
END $$;
CREATE TRIGGER refuse_erased BEFORE INSERT ON attachment
    FOR EACH ROW EXECUTE FUNCTION refuse_erased();
