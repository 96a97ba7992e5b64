-- What of a message is searched stands beside it and is read from its body once, not once for each index (decision 0017). The
-- database itself keeps it in step with the body, so that what is erased is found no more.

DROP INDEX timeline_searched;

-- In PL/pgSQL, whose plan outlives the call: half the time of the SQL function, which cannot be inlined, for the same text.
CREATE OR REPLACE FUNCTION searched(value text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ BEGIN RETURN lower(public.unaccent('public.unaccent', value)); END $$;

ALTER TABLE timeline ADD COLUMN words text GENERATED ALWAYS AS (
    CASE WHEN type IN ('conversation.user_message_sent', 'conversation.ai_message_sent',
        'conversation.agent_message_sent', 'conversation.internal_note_added')
    THEN message_words(body) END) STORED;

CREATE FUNCTION terms(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_tsvector('public.english_forms', words) $$;

CREATE INDEX timeline_searched ON timeline USING gin (words gin_trgm_ops) WHERE words IS NOT NULL;
CREATE INDEX timeline_terms ON timeline USING gin (terms(words)) WHERE words IS NOT NULL;

-- Those of a message's words that answer a query.
CREATE FUNCTION words_answering(words text, query tsquery) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT coalesce(array_agg(DISTINCT found[1]), '{}') FROM regexp_matches(
        ts_headline('public.english_forms', words, query,
            E'HighlightAll=true, StartSel="\x01", StopSel="\x02"'),
        E'\x01([^\x01\x02]+)\x02', 'g') AS found $$;
