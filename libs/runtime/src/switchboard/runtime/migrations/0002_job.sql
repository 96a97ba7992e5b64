-- Slow outside work, stored with the decision that called for it and run by `work` processes.

CREATE TABLE job (
    job_id uuid PRIMARY KEY,
    kind text NOT NULL,
    lane text NOT NULL CHECK (lane IN ('live', 'bulk')),    -- live: somebody waits for it
    key text NOT NULL,                          -- the entity that it is for
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    not_before timestamptz NOT NULL DEFAULT now(),
    give_up_at timestamptz,                     -- the end of all patience; null: only attempts count
    attempts int NOT NULL DEFAULT 0,
    lease_owner uuid,                           -- one a taking, so that a late worker knows it is late
    lease_until timestamptz,
    result jsonb,                               -- written once, by whoever was first; then said
    last_error text,                            -- a code, never text
    finished_at timestamptz,
    cancelled boolean NOT NULL DEFAULT false,
    CHECK (NOT cancelled OR (finished_at IS NOT NULL AND result IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX job_due ON job (lane, GREATEST(not_before, lease_until)) WHERE finished_at IS NULL;
