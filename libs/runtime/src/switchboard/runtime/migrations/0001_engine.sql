-- The engine's own tables: how far each partition is, what is to be said, what was decided.
-- Topics are named as in the registry, without a deployment's prefix. Keys of records that may be
-- anything at all are bytea, since text cannot hold U+0000.

CREATE TABLE partition_state (
    topic text NOT NULL,
    partition int NOT NULL,
    owner_epoch bigint NOT NULL DEFAULT 0,      -- raised by every claim; a batch of an older owner changes 0 rows
    generation int NOT NULL DEFAULT 0,          -- raised when the log was cut and is read from its start again
    next_offset bigint NOT NULL,
    fingerprint bytea,                          -- of the record before next_offset
    last_pos bigint,                            -- of the positioned topic that is read
    last_outgoing bigint NOT NULL DEFAULT 0,    -- number of the newest row in outgoing_command
    rule_time timestamptz NOT NULL DEFAULT 'epoch',     -- the newest time that a rule was given
    parked_run int NOT NULL DEFAULT 0,          -- events parked one after the other, newest last
    released boolean NOT NULL DEFAULT true,     -- whether the last owner ended in order
    attempts int NOT NULL DEFAULT 0,            -- batches begun at attempted_offset after unclean ends
    attempted_offset bigint,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE output_position (
    topic text NOT NULL,
    partition int NOT NULL,
    last_pos bigint NOT NULL,
    published_pos bigint NOT NULL,              -- known to be published when last_pos was written
    command_topic text NOT NULL,
    command_partition int NOT NULL,             -- the one partition that feeds this output
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
CREATE INDEX output_position_by_source ON output_position (command_topic, command_partition);

CREATE TABLE outbox (
    topic text NOT NULL,
    partition int NOT NULL,
    pos bigint NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (topic, partition, pos)
);

CREATE TABLE outgoing_command (
    source_topic text NOT NULL,
    source_partition int NOT NULL,
    number bigint NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (source_topic, source_partition, number)
);

CREATE TABLE decided_command (
    command_id uuid NOT NULL,
    key text NOT NULL,                          -- a forwarded command is decided under two keys
    fingerprint bytea NOT NULL,
    outcome json NOT NULL,                      -- ids, numbers, codes and data, never text
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (command_id, key)
);

CREATE TABLE timer (
    key text NOT NULL,
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    set_at_seq bigint NOT NULL,
    partition int NOT NULL,                     -- of the decider's commands topic
    PRIMARY KEY (key, kind)
);
CREATE INDEX timer_by_partition ON timer (partition);

CREATE TABLE refused_record (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    partition int NOT NULL,
    record_offset bigint,                       -- null for a deadline
    key bytea,
    headers json NOT NULL,
    body bytea,
    reason text NOT NULL,
    detail text NOT NULL,
    refused_at timestamptz NOT NULL
);

CREATE TABLE parked_event (
    topic text NOT NULL,
    partition int NOT NULL,
    record_offset bigint NOT NULL,
    key bytea NOT NULL,
    headers json NOT NULL,
    body bytea,
    reason text NOT NULL,                       -- 'behind': only an earlier event of the key is at fault
    detail text NOT NULL,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (topic, partition, record_offset)
);
