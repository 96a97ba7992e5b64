-- An interval does not end before what was said in it. The message may be in flight: its FOR SHARE makes the end wait, and the
-- look into the table is taken after the wait.

CREATE OR REPLACE FUNCTION guard_interval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.to_seq IS NOT NULL OR NEW.to_seq IS NULL OR OLD.mode = 'closed'
       OR (NEW.conversation_id, NEW.epoch, NEW.mode, NEW.from_seq)
          IS DISTINCT FROM (OLD.conversation_id, OLD.epoch, OLD.mode, OLD.from_seq) THEN
        RAISE EXCEPTION 'an interval is ended once and is final then' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (
        SELECT 1 FROM message
        WHERE conversation_id = NEW.conversation_id AND seq > NEW.to_seq AND epoch = NEW.epoch
    ) THEN
        RAISE EXCEPTION 'an interval does not end before what was said in it' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
