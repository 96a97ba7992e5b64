-- A deadline that ends the process is found by counting, as a record is; but deciding one moves no offset.
ALTER TABLE timer ADD COLUMN attempts int NOT NULL DEFAULT 0;
