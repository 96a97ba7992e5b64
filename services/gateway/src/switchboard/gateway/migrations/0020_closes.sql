-- Where a conversation was closed in the public stream: nothing public is stored behind it (design §4, wall 3). No text that somebody
-- wrote can pass for a close, since the quotes in it are escaped.
CREATE INDEX public_timeline_close ON public_timeline (conversation_id, public_seq)
    WHERE type = 'public.status_changed' AND body LIKE '%"status":"closed"%';

-- The closes of these conversations, one look into the index for each: a plan made while the table was small would else read all of
-- it for every poll until the statistics have followed.
CREATE FUNCTION public_closes(conversations uuid[]) RETURNS TABLE (conversation uuid, number bigint)
    LANGUAGE plpgsql STABLE ROWS 10 SET enable_seqscan = off
    AS $$ BEGIN RETURN QUERY
        SELECT one, closing.public_seq FROM unnest(conversations) AS one, LATERAL (
            SELECT public_seq FROM public_timeline
            WHERE conversation_id = one AND type = 'public.status_changed' AND body LIKE '%"status":"closed"%'
            ORDER BY public_seq LIMIT 1) AS closing;
    END $$;
