-- Erasing a person (rule E1): what was read of the conversation, and what was found in it.
CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := keys::uuid[];
    jobs uuid[] := ARRAY(SELECT analysis_id FROM analysis WHERE conversation_id = ANY(keys::uuid[]));
BEGIN
    UPDATE transcript_line SET text = form ->> 'text' WHERE conversation_id = ANY(ids);
    UPDATE analysis SET result = erased(result::json, form) WHERE conversation_id = ANY(ids);
    CALL erase_jobs(jobs, form);
    CALL erase_kept(keys, form);
END $$;
