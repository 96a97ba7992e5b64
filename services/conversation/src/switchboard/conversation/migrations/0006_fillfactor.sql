-- A conversation's row is written anew with every poll that speaks of it. Where its page has room, the
-- new version stays in it and no index is touched.

ALTER TABLE conversation SET (fillfactor = 60);
