-- Messages and notes are found by whole words too, in any of their forms and however short (decision 0015).

-- English stems, and no stop words: "no" and "it" are words that people look for.
CREATE TEXT SEARCH DICTIONARY english_forms (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION english_forms (COPY = english);
ALTER TEXT SEARCH CONFIGURATION english_forms ALTER MAPPING REPLACE english_stem WITH english_forms;

CREATE FUNCTION searched_term(word text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT plainto_tsquery('public.english_forms', public.searched(word)) $$;
