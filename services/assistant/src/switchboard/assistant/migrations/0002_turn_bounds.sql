-- What a turn leaves out because it was answered before, and how much of the conversation it reads.

ALTER TABLE run ADD COLUMN answered_public_seq int NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN transcript_public_seq int NOT NULL DEFAULT 0;
