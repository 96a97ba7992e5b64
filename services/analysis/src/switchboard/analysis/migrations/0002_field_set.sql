-- The fields that are extracted, every version of the set; without a row the built-in ones count.
CREATE TABLE field_set (
    version int PRIMARY KEY CHECK (version > 1),
    fields jsonb NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL
);
