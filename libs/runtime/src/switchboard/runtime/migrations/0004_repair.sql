-- What operators ask of the owner of a partition, and what keeps the engine's tables from growing for ever.

ALTER TABLE parked_event ADD COLUMN record_time timestamptz;    -- Kafka's; null where parked before this column

CREATE TABLE repair_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action text NOT NULL CHECK (action IN ('redrive', 'discard', 'republish')),
    topic text NOT NULL,                        -- the partition whose owner does it
    partition int NOT NULL,
    key bytea,                                  -- redrive: whose parked events are heard again
    number bigint,                              -- discard: the record's offset; republish: the first pos
    output text,                                -- republish: the topic, whose partition has the same number
    attempts int NOT NULL DEFAULT 0,            -- a repair that ends the process is not begun for ever
    asked_at timestamptz NOT NULL DEFAULT now()
);

-- Found by their time only when they are swept; BRIN costs next to nothing on the way in.
CREATE INDEX decided_command_by_time ON decided_command USING brin (decided_at);
