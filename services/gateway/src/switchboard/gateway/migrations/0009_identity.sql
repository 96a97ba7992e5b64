-- Who visitors are (rules I1-I5): private to the gateway. Of a secret only its name is kept; the secret
-- itself is derived from it and from the gateway's own, which stands in no database.

CREATE TABLE identity_secret (
    secret_id uuid PRIMARY KEY,
    site text NOT NULL,
    member_id uuid NOT NULL,                    -- who made it
    created_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz                         -- of one that a newer one replaces
);
CREATE INDEX identity_secret_site ON identity_secret (site);

-- Visitors of whom more is known than their token says.
CREATE TABLE visitor (
    visitor_id uuid PRIMARY KEY,
    person_id uuid,                             -- never another one, once it is known
    person_name text,
    person_email text,
    identified_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX visitor_person ON visitor (person_id) WHERE person_id IS NOT NULL;

-- Every `serve` process looks again at the sockets of a visitor who was identified or revoked.
CREATE FUNCTION tell_visitor_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('visitor_changed', NEW.visitor_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER visitor_changed AFTER INSERT OR UPDATE ON visitor
    FOR EACH ROW EXECUTE FUNCTION tell_visitor_changed();

ALTER TABLE conversation ADD COLUMN person_id uuid;
CREATE INDEX conversation_person ON conversation (person_id) WHERE person_id IS NOT NULL;
