-- analysis.events: the fields that are extracted, every version of the set (rule A3).
CREATE TABLE field_set (
    definitions_version bigint PRIMARY KEY,
    body text NOT NULL
);
