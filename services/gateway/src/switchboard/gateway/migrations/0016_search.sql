-- The history's filters and its search. None of these columns changes with a message, so that a new
-- snapshot stays a heap-only update.
ALTER TABLE conversation
    ADD COLUMN agent_id uuid,
    ADD COLUMN priority text,
    ADD COLUMN channel text,
    ADD COLUMN user_name text,
    ADD COLUMN user_email text;
UPDATE conversation SET agent_id = (body::jsonb->>'agent_id')::uuid,
    priority = body::jsonb->>'priority',
    channel = coalesce(body::jsonb->>'channel', 'chat'),
    user_name = body::jsonb->>'user_name',
    user_email = body::jsonb->>'user_email';
CREATE INDEX conversation_agent ON conversation (agent_id, opened_at DESC)
    WHERE agent_id IS NOT NULL;
CREATE FUNCTION user_words(user_name text, user_email text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT public.searched(coalesce(user_name, '') || E'\n' || coalesce(user_email, '')) $$;
CREATE INDEX conversation_user ON conversation
    USING gin (user_words(user_name, user_email) gin_trgm_ops);

ALTER TABLE analysis ADD COLUMN sentiment text;
UPDATE analysis SET sentiment = body::jsonb->>'sentiment';

-- Messages and notes are searched where they stand: nothing is stored twice, and what is erased is
-- found no more. New ones wait in the index's pending list and are sorted in by the thousand.
CREATE FUNCTION message_words(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.searched(body::jsonb->>'text') $$;
CREATE INDEX timeline_searched ON timeline USING gin (message_words(body) gin_trgm_ops)
    WHERE type IN ('conversation.user_message_sent', 'conversation.ai_message_sent',
        'conversation.agent_message_sent', 'conversation.internal_note_added');

-- What is searched or kept beside the bodies is erased with them (rule E1).
CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := keys::uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(key, 0)) FROM (SELECT unnest(keys) AS key ORDER BY key) AS ordered;
    CALL erase_kept(keys, form);
    UPDATE conversation SET body = erased(body::json, form), user_name = NULL, user_email = NULL
        WHERE conversation_id = ANY(ids);
    UPDATE timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE public_timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE ticket_event SET body = erased(body::json, form)
        WHERE ticket_id IN (SELECT ticket_id FROM ticket WHERE conversation_id = ANY(ids));
    UPDATE ticket SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE analysis SET body = erased(body::json, form), sentiment = NULL
        WHERE conversation_id = ANY(ids);
    DELETE FROM draft WHERE conversation_id = ANY(ids);
    UPDATE attachment SET doomed_at = coalesce(doomed_at, now()), name = '' WHERE conversation_id = ANY(ids);
END $$;
