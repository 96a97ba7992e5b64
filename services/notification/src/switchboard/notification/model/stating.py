"""What is said of a notification."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from switchboard.contracts.events.notification import (
    Channel,
    NotificationClicked,
    NotificationDelivered,
    NotificationFailed,
    NotificationKind,
    NotificationRequested,
    NotificationSeen,
    NotificationShortened,
    NotificationWithdrawn,
    Offer,
)
from switchboard.contracts.topics import NOTIFICATION_EVENTS_TOPIC
from switchboard.notification.model.notification import Notification, Told
from switchboard.runtime.roles import Say

NOT_CONFIGURED = "not_configured"
"""The outcome of a channel that this deployment does not have."""

MUTED = "muted"
"""The outcome of a channel that the member does without."""

OFFERS: Mapping[NotificationKind, Offer] = {
    NotificationKind.HAND_OFF: Offer.ACCEPT,
    NotificationKind.ESCALATION: Offer.ACCEPT,
    NotificationKind.REPLY_OVERDUE: Offer.TAKE_OVER,
}
"""What a member can do at once about a conversation of which they are told (rules H3, H8, H11)."""

Kind: TypeAlias = type[
    NotificationRequested
    | NotificationDelivered
    | NotificationSeen
    | NotificationClicked
    | NotificationShortened
    | NotificationWithdrawn
]


def stated(
    kind: Kind, told: Told, one: Notification, now: datetime, *, answer: bool = False
) -> Say:
    """The fact about one notification, with how many are unread after it."""
    event = kind(
        member_id=told.member_id,
        notification_id=one.id,
        conversation_id=one.conversation_id,
        kind=one.kind,
        at=now,
        conversation_ids=one.conversation_ids,
        offers=_offer(one),
        since=one.since,
        requested_at=one.requested_at,
        delivered_at=one.delivered_at,
        seen_at=one.seen_at,
        clicked_at=one.clicked_at,
        unread=told.unread,
    )
    return Say(NOTIFICATION_EVENTS_TOPIC, event, answer=answer)


def _offer(one: Notification) -> Offer | None:
    """None for several conversations: it is the member who chooses."""
    return None if len(one.conversation_ids) > 1 else OFFERS.get(one.kind)


def failed(told: Told, one: Notification, channel: Channel, outcome: str, now: datetime) -> Say:
    """The fact that a way outside the panel was not taken."""
    event = NotificationFailed(
        member_id=told.member_id,
        notification_id=one.id,
        conversation_id=one.conversation_id,
        kind=one.kind,
        at=now,
        channel=channel,
        outcome=outcome,
    )
    return Say(NOTIFICATION_EVENTS_TOPIC, event)
