-- Messages and notes are found by whole words too, in any of their forms and however short (decision 0015). Nothing is stored
-- twice: the index is over what stands in `timeline`, and what is erased is found no more.

-- English stems, and no stop words: "no" and "it" are words that people look for.
CREATE TEXT SEARCH DICTIONARY english_forms (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION english_forms (COPY = english);
ALTER TEXT SEARCH CONFIGURATION english_forms ALTER MAPPING REPLACE english_stem WITH english_forms;

CREATE FUNCTION message_terms(body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT to_tsvector('public.english_forms', public.message_words(body)) $$;
CREATE INDEX timeline_terms ON timeline USING gin (message_terms(body))
    WHERE type IN ('conversation.user_message_sent', 'conversation.ai_message_sent',
        'conversation.agent_message_sent', 'conversation.internal_note_added');

CREATE FUNCTION searched_term(word text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT plainto_tsquery('public.english_forms', public.searched(word)) $$;

-- The words of a message that answer a query, as `searched` has them.
CREATE FUNCTION words_answering(body text, query tsquery) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT coalesce(array_agg(DISTINCT found[1]), '{}') FROM regexp_matches(
        ts_headline('public.english_forms', public.message_words(body), query,
            E'HighlightAll=true, StartSel="\x01", StopSel="\x02"'),
        E'\x01([^\x01\x02]+)\x02', 'g') AS found $$;
