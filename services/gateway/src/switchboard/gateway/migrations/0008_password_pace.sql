-- How fast passwords may be tried, by the hash of account and address; shared by all gateways.

CREATE TABLE password_pace (
    name bytea PRIMARY KEY,
    full_at double precision NOT NULL           -- seconds of the epoch
);
CREATE INDEX password_pace_full_at ON password_pace (full_at);
