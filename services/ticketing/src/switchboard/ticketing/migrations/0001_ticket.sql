-- Tickets as they are now; what happened to them is in the outbox and on ticketing.events.

CREATE SEQUENCE ticket_number;

CREATE TABLE ticket (
    ticket_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    number bigint NOT NULL UNIQUE,
    revision bigint NOT NULL CHECK (revision >= 1),
    subject text NOT NULL,
    description text NOT NULL,
    user_email text,
    priority text NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    status text NOT NULL CHECK (status IN
        ('open', 'pending_internal', 'pending_user', 'resolved')),
    assignee_id uuid
);
CREATE INDEX ticket_by_conversation ON ticket (conversation_id);

-- A ticket belongs to its conversation and keeps its number for life.
CREATE FUNCTION guard_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.conversation_id, NEW.number) IS DISTINCT FROM (OLD.conversation_id, OLD.number)
       OR NEW.revision <= OLD.revision THEN
        RAISE EXCEPTION 'a ticket keeps its conversation and number, and its revision rises'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_ticket BEFORE UPDATE ON ticket
    FOR EACH ROW EXECUTE FUNCTION guard_ticket();
