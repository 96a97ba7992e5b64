-- Who made a one-time link: it is good for as long as they could make it (rule Team).

ALTER TABLE invitation ADD COLUMN made_by uuid;   -- null for the server's command line
