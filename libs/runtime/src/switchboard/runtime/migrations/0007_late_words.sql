-- Of words that came after an erasure no digest is kept either (rule E1); those from before this was so.
UPDATE decided_command SET fingerprint = '' WHERE outcome ->> 'code' = 'erased' AND fingerprint <> '';
