-- Headers and outcomes are JSON that the engine writes itself and reads back whole: stored as text, PostgreSQL does not read
-- every one of them through on its way in. Whoever looks into one casts it.

ALTER TABLE outbox ALTER headers TYPE text USING headers::text;
ALTER TABLE outgoing_command ALTER headers TYPE text USING headers::text;

-- Whether an event answers a command is a column, since an index asks it of every row. Its expression fills it in for the rows
-- there are; from then on the engine writes it.
DROP INDEX decided_unanswered;
ALTER TABLE decided_command
    ADD COLUMN answered boolean NOT NULL GENERATED ALWAYS AS ((outcome -> 'answers') IS NOT NULL) STORED;
ALTER TABLE decided_command ALTER answered DROP EXPRESSION;
ALTER TABLE decided_command ALTER answered SET DEFAULT false;   -- for processes of the release before, until they are replaced
ALTER TABLE decided_command ALTER outcome TYPE text USING outcome::text;
CREATE INDEX decided_unanswered ON decided_command (key) WHERE NOT answered;

CREATE OR REPLACE PROCEDURE erase_kept(keys text[], form json) LANGUAGE plpgsql AS $$
DECLARE
    raw bytea[] := ARRAY(SELECT convert_to(one, 'UTF8') FROM unnest(keys) AS one);
BEGIN
    INSERT INTO erased_key (key) SELECT unnest(keys) ON CONFLICT DO NOTHING;
    UPDATE outgoing_command SET body = erased(body, form) WHERE key = ANY(keys);
    UPDATE decided_command SET fingerprint = '' WHERE key = ANY(keys) AND NOT answered;
    UPDATE refused_record SET body = NULL WHERE key = ANY(raw);
    UPDATE parked_event SET body = CASE WHEN reason <> 'malformed' THEN erased(body, form) END WHERE key = ANY(raw);
END $$;

-- As it was, with the headers cast.
CREATE OR REPLACE FUNCTION erase_said(topics text[], partitions int[], most int) RETURNS boolean LANGUAGE plpgsql AS $$
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
        RETURNING (said.headers::json ->> 'ce_causationid')::uuid AS command_id)
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
