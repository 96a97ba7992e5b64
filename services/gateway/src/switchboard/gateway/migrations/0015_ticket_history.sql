-- Searching, without regard to case and accents, in any part of a word.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
-- `unaccent` is only STABLE, since its dictionary could be changed; ours is named and is not.
CREATE FUNCTION searched(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(public.unaccent('public.unaccent', value)) $$;

ALTER TABLE ticket
    ADD COLUMN assignee_id uuid,
    ADD COLUMN priority text,
    ADD COLUMN created_at timestamptz;
UPDATE ticket SET assignee_id = (body::jsonb->>'assignee_id')::uuid,
    priority = body::jsonb->>'priority',
    created_at = (body::jsonb->>'at')::timestamptz;     -- the newest change: the first was not kept
ALTER TABLE ticket ALTER COLUMN priority SET NOT NULL, ALTER COLUMN created_at SET NOT NULL;
CREATE INDEX ticket_assignee ON ticket (assignee_id, number DESC);

-- What of a ticket is searched; its number is compared as a number.
CREATE FUNCTION ticket_words(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.searched('ticket ' || (body::jsonb->>'subject') || E'\n'
        || (body::jsonb->>'description') || E'\n' || coalesce(body::jsonb->>'user_email', '')) $$;
CREATE INDEX ticket_searched ON ticket USING gin (ticket_words(body) gin_trgm_ops);

-- ticketing.events: every change of every ticket (rule T1); begins with what is known now.
CREATE TABLE ticket_event (
    ticket_id uuid NOT NULL,
    revision bigint NOT NULL,
    answer_to uuid,
    body text NOT NULL,
    PRIMARY KEY (ticket_id, revision)
);
INSERT INTO ticket_event SELECT ticket_id, revision, answer_to, body FROM ticket;
