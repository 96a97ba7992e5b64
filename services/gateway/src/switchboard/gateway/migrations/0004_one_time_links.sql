-- One-time links besides the first Admin's: an invitation with a role, a new password for a member.

ALTER TABLE invitation
    DROP CONSTRAINT invitation_purpose_check,
    ADD CONSTRAINT invitation_purpose_check
        CHECK (purpose IN ('first_admin', 'invitation', 'password')),
    ADD COLUMN role text,                       -- of an invitation
    ADD COLUMN member_id uuid;                  -- of a new password
