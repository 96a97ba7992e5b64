-- notification.events: what was delivered and read, in pages; what members mute.

ALTER TABLE notification
    ADD COLUMN delivered boolean NOT NULL DEFAULT false,
    ADD COLUMN seen boolean NOT NULL DEFAULT false;
UPDATE notification SET delivered = true, seen = true WHERE type = 'notification.seen';

DROP INDEX notification_member;
CREATE INDEX notification_member ON notification (member_id, at DESC, notification_id DESC)
    WHERE type <> 'notification.withdrawn';

CREATE TABLE notification_preferences (
    member_id uuid PRIMARY KEY,
    answer_to uuid,
    body text NOT NULL
);
