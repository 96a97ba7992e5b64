-- What a ticket came of (rule T2); unknown for those from before this was kept.
ALTER TABLE ticket
    ADD COLUMN origin text CHECK (origin IN ('agent', 'ai', 'user', 'offline_info'));
