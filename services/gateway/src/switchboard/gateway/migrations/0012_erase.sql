-- Erasing a person (rule E1): the read model is overwritten, drafts about them are gone, and none comes after.

-- A conversation is locked while it is erased: what is written beside it either waits and is refused, or came first and goes.
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
END $$;

CREATE FUNCTION refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.conversation_id::text, 0));
    IF EXISTS (SELECT 1 FROM erased_key WHERE key = NEW.conversation_id::text) THEN
        RAISE EXCEPTION 'the person of this conversation was erased' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_erased BEFORE INSERT OR UPDATE ON draft
    FOR EACH ROW EXECUTE FUNCTION refuse_erased();
