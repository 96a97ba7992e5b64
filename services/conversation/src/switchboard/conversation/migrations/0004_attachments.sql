-- The files that a message carries: ids, names, types and sizes; the gateway keeps the files.

ALTER TABLE message ADD COLUMN attachments jsonb;
