-- Erasing a person (rule E1), in parts: a migration that adds a table with a person's words adds `erase_of_<area>`, and `erase`
-- calls it. None of them is called by anybody else: `erase` holds the lock.

CREATE PROCEDURE erase_of_conversation(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE conversation SET body = erased(body::json, form), user_name = NULL, user_email = NULL
        WHERE conversation_id = ANY(ids);
    UPDATE timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
    UPDATE public_timeline SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
END $$;

CREATE PROCEDURE erase_of_ticket(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ticket_event SET body = erased(body::json, form)
        WHERE ticket_id IN (SELECT ticket_id FROM ticket WHERE conversation_id = ANY(ids));
    UPDATE ticket SET body = erased(body::json, form) WHERE conversation_id = ANY(ids);
END $$;

CREATE PROCEDURE erase_of_analysis(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE analysis SET body = erased(body::json, form), sentiment = NULL
        WHERE conversation_id = ANY(ids);
END $$;

CREATE PROCEDURE erase_of_draft(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM draft WHERE conversation_id = ANY(ids);
END $$;

CREATE PROCEDURE erase_of_attachment(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE attachment SET doomed_at = coalesce(doomed_at, now()), name = '' WHERE conversation_id = ANY(ids);
END $$;

CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    part name;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(key, 0)) FROM (SELECT unnest(keys) AS key ORDER BY key) AS ordered;
    CALL erase_kept(keys, form);
    FOR part IN
        SELECT proname FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'p' AND starts_with(proname, 'erase_of_')
        ORDER BY proname
    LOOP
        EXECUTE format('CALL %I($1, $2)', part) USING keys::uuid[], form;
    END LOOP;
END $$;
