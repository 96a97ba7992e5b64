-- Where the log ended when its partition was begun: until then what is built from it is half a history.

ALTER TABLE partition_state ADD COLUMN catch_up_to bigint NOT NULL DEFAULT 0;   -- begun before this column: whole
