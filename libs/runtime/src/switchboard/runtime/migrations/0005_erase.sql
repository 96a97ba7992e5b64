-- Erasing a person (rule E1). `erase` is the one procedure of a database that overwrites what is stored; each service replaces
-- it by one that knows its own tables too. Ids, numbers and times stay, and what is overwritten still decodes.

-- A JSON text with some fields, wherever in it, replaced; the rest stands as it stood.
CREATE FUNCTION erased(body json, form json) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    written text;
BEGIN
    IF json_typeof(body) = 'object' THEN
        SELECT '{' || coalesce(string_agg(
            to_json(field.key)::text || ':' || coalesce(form -> field.key, erased(field.value, form))::text, ','
            ORDER BY field.number), '') || '}'
        INTO written FROM json_each(body) WITH ORDINALITY AS field (key, value, number);
    ELSIF json_typeof(body) = 'array' THEN
        SELECT '[' || coalesce(string_agg(erased(item.value, form)::text, ',' ORDER BY item.number), '') || ']'
        INTO written FROM json_array_elements(body) WITH ORDINALITY AS item (value, number);
    ELSE
        RETURN body;
    END IF;
    RETURN written;
END $$;

-- The same for the body of a record; one that is no JSON is dropped.
CREATE FUNCTION erased(body bytea, form json) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN convert_to(erased(convert_from(body, 'UTF8')::json, form)::text, 'UTF8');
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

-- What was erased takes no more words; those that decide ask here.
CREATE TABLE erased_key (
    key text PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- Commands that no event answers, as refused and forwarded ones: no row of the outbox leads to them for sure.
CREATE INDEX decided_unanswered ON decided_command (key) WHERE (outcome -> 'answers') IS NULL;

-- What the engine holds besides the outbox. Nobody reads the body of what was refused, or was parked unread, again.
CREATE PROCEDURE erase_kept(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    raw bytea[] := ARRAY(SELECT convert_to(one, 'UTF8') FROM unnest(keys) AS one);
BEGIN
    INSERT INTO erased_key (key) SELECT unnest(keys) ON CONFLICT DO NOTHING;
    UPDATE outgoing_command SET body = erased(body, form) WHERE key = ANY(keys);
    UPDATE decided_command SET fingerprint = ''
    WHERE key = ANY(keys) AND (outcome -> 'answers') IS NULL;
    UPDATE refused_record SET body = NULL WHERE key = ANY(raw);
    UPDATE parked_event SET body = CASE WHEN reason <> 'malformed' THEN erased(body, form) END WHERE key = ANY(raw);
END $$;

-- Jobs are over: one without a result is taken back, one with a result has it overwritten, so that no worker stores it again.
CREATE PROCEDURE erase_jobs(ids uuid[], form json) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE job SET
        payload = erased(payload::json, form), result = erased(result::json, form),
        finished_at = coalesce(finished_at, now()), cancelled = cancelled OR (result IS NULL AND finished_at IS NULL)
    WHERE job_id = ANY(ids);
END $$;

CREATE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS $$
BEGIN
    CALL erase_kept(keys, form);
END $$;

-- The outbox is long and not found by key: it is gone through a little at a time, up to what was said when the key was erased.
CREATE TABLE erasure_step (
    topic text NOT NULL,
    partition int NOT NULL,
    key text NOT NULL,
    form json NOT NULL,
    after_pos bigint NOT NULL DEFAULT 0,        -- gone through so far
    last_pos bigint NOT NULL,
    PRIMARY KEY (topic, partition, key)
);

-- One step of one key; false when there is nothing left. Fingerprints of its commands go too, since a short text can be guessed.
CREATE FUNCTION erase_said(topics text[], partitions int[], most int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    step erasure_step;
    reached bigint;
BEGIN
    SELECT asked.* INTO step FROM erasure_step AS asked
    JOIN unnest(topics, partitions) AS owned (topic, partition) USING (topic, partition)
    LIMIT 1 FOR UPDATE OF asked SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT max(pos) INTO reached FROM (
        SELECT pos FROM outbox AS said
        WHERE said.topic = step.topic AND said.partition = step.partition
          AND said.pos > step.after_pos AND said.pos <= step.last_pos
        ORDER BY pos LIMIT most) AS next;
    WITH gone AS (
        UPDATE outbox AS said SET body = erased(said.body, step.form)
        WHERE said.topic = step.topic AND said.partition = step.partition
          AND said.pos > step.after_pos AND said.pos <= reached AND said.key = step.key
        RETURNING (said.headers ->> 'ce_causationid')::uuid AS command_id)
    UPDATE decided_command AS decided SET fingerprint = ''
    FROM gone WHERE decided.command_id = gone.command_id AND decided.key = step.key;
    IF reached IS NULL OR reached = step.last_pos THEN
        DELETE FROM erasure_step AS done
        WHERE (done.topic, done.partition, done.key) = (step.topic, step.partition, step.key);
    ELSE
        UPDATE erasure_step AS done SET after_pos = reached
        WHERE (done.topic, done.partition, done.key) = (step.topic, step.partition, step.key);
    END IF;
    RETURN true;
END $$;
