-- The one path past the wall (rule E1): a message says '[erased]' and carries no files, by the procedure `erase` and nobody else.

CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE message SET text = form ->> 'text', attachments = NULL WHERE conversation_id = ANY(keys::uuid[]);
    CALL erase_kept(keys, form);
END $$;

-- The wall looks at who calls, and at what becomes of the row: not even the procedure changes anything else.
CREATE FUNCTION guard_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    callers text;
BEGIN
    GET DIAGNOSTICS callers = PG_CONTEXT;
    IF callers !~ '\nPL/pgSQL function erase\(text\[\],json\) line '
       OR NEW.text <> '[erased]' OR NEW.attachments IS NOT NULL
       OR to_jsonb(NEW) - '{text,attachments}'::text[] <> to_jsonb(OLD) - '{text,attachments}'::text[] THEN
        RAISE EXCEPTION 'what is stored in % stays as it is', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER messages_stay ON message;
CREATE TRIGGER messages_stay BEFORE DELETE OR TRUNCATE ON message
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER messages_are_only_erased BEFORE UPDATE ON message
    FOR EACH ROW EXECUTE FUNCTION guard_erasure();
