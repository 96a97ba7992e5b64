-- API keys (rule Team): private to the gateway, and only the hash of a key is kept.

CREATE TABLE api_key (
    api_key_id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    prefix text NOT NULL,                       -- what a list shows of the key
    name text NOT NULL,
    scopes text[] NOT NULL,
    member_id uuid NOT NULL,                    -- who made it, and whose rights bound it
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz
);

-- A session or key that ends, however that comes about, is told to every `serve` process, which
-- closes the sockets that were opened with it.
CREATE FUNCTION tell_credential_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('credential_ended', encode(OLD.token_hash, 'hex'));
    RETURN NULL;
END $$;
CREATE TRIGGER session_ended AFTER DELETE ON session
    FOR EACH ROW EXECUTE FUNCTION tell_credential_ended();
CREATE TRIGGER api_key_ended AFTER DELETE ON api_key
    FOR EACH ROW EXECUTE FUNCTION tell_credential_ended();
