-- How far each member has read each conversation: private to the gateway.

CREATE TABLE read_mark (
    member_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    messages bigint NOT NULL,                   -- how many messages and notes there are up to it
    PRIMARY KEY (member_id, conversation_id)
);
CREATE INDEX read_mark_conversation ON read_mark (conversation_id);

-- Every gateway tells the member's panels.
CREATE FUNCTION tell_read_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('read_mark', concat_ws(' ', NEW.member_id, NEW.conversation_id, NEW.seq,
                                             NEW.messages));
    RETURN NULL;
END $$;
CREATE TRIGGER read_mark_moved AFTER INSERT OR UPDATE ON read_mark
    FOR EACH ROW EXECUTE FUNCTION tell_read_mark();
