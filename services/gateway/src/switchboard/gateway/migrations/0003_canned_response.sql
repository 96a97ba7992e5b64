-- Texts that agents insert by a shortcut (rule N3): private to the gateway, no other service hears of them.

CREATE TABLE canned_response (
    canned_response_id uuid PRIMARY KEY,
    shortcut text NOT NULL,
    text text NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX canned_response_shortcut ON canned_response (lower(shortcut));
