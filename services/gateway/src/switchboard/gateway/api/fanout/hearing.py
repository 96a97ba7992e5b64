"""What the fan-out does with each topic's records: the table on one screen.

Bodies go to sockets as they stand on Kafka. Only what is rare is decoded.
"""

import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import structlog

from switchboard.contracts.codec import DecodeError, decode
from switchboard.contracts.events.analysis import AnalysesErased
from switchboard.contracts.events.conversation import UserIdentified
from switchboard.contracts.events.notification import (
    NotificationClicked,
    NotificationRequested,
    NotificationSeen,
    NotificationShortened,
    NotificationWithdrawn,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicStatusChanged,
)
from switchboard.contracts.events.team import MemberState, PresenceReported
from switchboard.contracts.message import Message
from switchboard.contracts.socket import CloseCode
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TEAM_PRESENCE_TOPIC,
    TICKETING_EVENTS_TOPIC,
    Topic,
)
from switchboard.gateway.api.fanout.closes import Closes
from switchboard.gateway.api.fanout.following import Feed, Hub, News
from switchboard.gateway.api.fanout.inbox import InboxFeed
from switchboard.gateway.api.fanout.records import (
    Head,
    head_of,
    public_seq_of,
    seq_of,
)
from switchboard.gateway.api.sockets.frames import notifications_frame, presence_frame
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.pending import PendingCommands
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.handlers.telling import Telling
from switchboard.gateway.model.chain import Link
from switchboard.gateway.model.presence import Standings

Record = Any
"""An aiokafka record: key, value, headers, timestamp."""

MessageT = TypeVar("MessageT", bound=Message)

_STATUS = PublicStatusChanged.ce_type()
_OPENED = PublicConversationOpened.ce_type()
_IDENTIFIED = UserIdentified.ce_type()
_REQUESTED = NotificationRequested.ce_type()
_SHOWN = frozenset(
    kind.ce_type()
    for kind in (
        NotificationRequested,
        NotificationShortened,
        NotificationSeen,
        NotificationClicked,
        NotificationWithdrawn,
    )
)
"""What changes a panel's notifications."""


class Hearing:
    """Gives what is heard to those who wait for it."""

    def __init__(
        self,
        hub: Hub,
        inbox: InboxFeed,
        pending: PendingCommands,
        owners: Owners,
        presence: Presence,
        *,
        telling: Telling,
    ) -> None:
        self._hub = hub
        self._inbox = inbox
        self._pending = pending
        self._owners = owners
        self._presence = presence
        self._telling = telling
        self._told = Standings()
        self._closes = Closes(owners)
        self._log = structlog.get_logger("fanout")
        self.dropped_after_close = 0
        """Public messages and status changes that came after a close (design §4, wall 3)."""

    def table(self) -> tuple[tuple[Topic, Callable[[Sequence[Record]], None]], ...]:
        """What is done with the records of each topic, one partition's run at a time."""
        return (
            (CONVERSATION_EVENTS_TOPIC, self._team_events),
            (CONVERSATION_PUBLIC_TOPIC, self._public_events),
            (CONVERSATION_STATE_TOPIC, self._snapshots),
            (COMMAND_OUTCOMES_TOPIC, self._outcomes),
            (TICKETING_EVENTS_TOPIC, self._tickets),
            (ANALYSIS_EVENTS_TOPIC, self._analyses),
            (NOTIFICATION_EVENTS_TOPIC, self._notifications),
            (ASSISTANT_EVENTS_TOPIC, self._assistant_events),
            (ASSISTANT_SETTINGS_TOPIC, self._assistant_settings),
            (TEAM_MEMBERS_TOPIC, self._members),
            (TEAM_PRESENCE_TOPIC, self._presences),
        )

    def _team_events(self, records: Sequence[Record]) -> None:
        self._numbered(_with_heads(records), CONVERSATION_EVENTS_TOPIC, self._hub.team, seq_of)

    def _public_events(self, records: Sequence[Record]) -> None:
        heard = _with_heads(records)
        kept = [(record, head) for record, head in heard if self._may_be_seen(record, head.type)]
        self._numbered(kept, CONVERSATION_PUBLIC_TOPIC, self._hub.public, public_seq_of)

    def _numbered(
        self,
        heard: Sequence[tuple[Record, Head]],
        topic: Topic,
        feed: Feed,
        number: Callable[[bytes], int],
    ) -> None:
        news: dict[str, list[News]] = {}
        for record, head in heard:
            self._answer(topic, record, head)
            if head.type == _IDENTIFIED:
                self._learn_person(self._decoded(record, UserIdentified))
            conversation = record.key.decode()
            if feed.followed(conversation):
                news.setdefault(conversation, []).append(News(number(record.value), record.value))
        for conversation, items in news.items():
            feed.spread(conversation, items)

    def _may_be_seen(self, record: Record, kind: str) -> bool:
        """Learn owners and closings; False for what a close forbids, which is counted."""
        if self._closes.forbids(record):
            self.dropped_after_close += 1
            self._log.error("public record after close dropped", offset=record.offset)
            return False
        if kind == _STATUS:
            self._closes.heard(self._decoded(record, PublicStatusChanged))
        elif kind == _OPENED:
            self._learn_owner(self._decoded(record, PublicConversationOpened))
        return True

    def _learn_owner(self, opened: PublicConversationOpened | None) -> None:
        if opened is None:
            return
        self._owners.learn(
            Link(
                opened.conversation_id,
                opened.visitor_id,
                opened.previous_conversation_id,
                person_id=opened.person_id,
            )
        )

    def _learn_person(self, identified: UserIdentified | None) -> None:
        if identified is not None:
            self._owners.attached(identified.conversation_id, identified.person.person_id)

    def _answer(self, topic: Topic, record: Record, head: Head) -> None:
        """End the wait for what this answers, unless only the read model knows if it may be."""
        if not head.answer or not self._pending.waits_for(head.causation):
            return
        if topic is CONVERSATION_PUBLIC_TOPIC and self._closes.may_forbid(record):
            self._pending.left_undecided(topic.name, head.causation, record.value)
        else:
            self._pending.stated(topic.name, head.causation, record.value)

    def _snapshots(self, records: Sequence[Record]) -> None:
        for record in records:
            if record.value is not None:
                self._inbox.changed(record.key.decode(), record.value)

    def _outcomes(self, records: Sequence[Record]) -> None:
        for record in records:
            if self._pending.waits_for(record.key):
                outcome = self._decoded(record, CommandOutcome)
                if outcome is not None:
                    self._pending.decided(record.key, outcome)

    def _tickets(self, records: Sequence[Record]) -> None:
        for record in records:
            self._answer(TICKETING_EVENTS_TOPIC, record, head_of(record.headers))
            self._hub.tell_team(f'{{"frame":"tickets","tickets":[{record.value.decode()}]}}')

    def _analyses(self, records: Sequence[Record]) -> None:
        for record in records:
            head = head_of(record.headers)
            self._answer(ANALYSIS_EVENTS_TOPIC, record, head)
            if head.type == AnalysesErased.ce_type():
                continue  # the conversation's own event says so
            frame = f'{{"frame":"analyses","analyses":[{record.value.decode()}]}}'
            self._hub.team.tell(record.key.decode(), frame)

    def _notifications(self, records: Sequence[Record]) -> None:
        for record in records:
            head = head_of(record.headers)
            self._answer(NOTIFICATION_EVENTS_TOPIC, record, head)
            if head.type in _SHOWN:
                self._show(record, asks=head.type == _REQUESTED)

    def _show(self, record: Record, *, asks: bool) -> None:
        """Show a fact of a notification to its member; one that asks for them is then delivered."""
        member, body = UUID(record.key.decode()), record.value.decode()
        fact = json.loads(body)
        then = partial(self._telling.delivered, member, UUID(fact["notification_id"]))
        frame = notifications_frame([body], fact.get("unread"))
        self._hub.tell_member(member, frame, then if asks else None)

    def _assistant_events(self, records: Sequence[Record]) -> None:
        for record in records:
            self._answer(ASSISTANT_EVENTS_TOPIC, record, head_of(record.headers))

    def _assistant_settings(self, records: Sequence[Record]) -> None:
        for record in records:
            self._answer(ASSISTANT_SETTINGS_TOPIC, record, head_of(record.headers))

    def _members(self, records: Sequence[Record]) -> None:
        for record in records:
            self._answer(TEAM_MEMBERS_TOPIC, record, head_of(record.headers))
            member = self._decoded(record, MemberState)
            if member is not None and not member.active:
                self._hub.end_member(member.member_id, int(CloseCode.NOT_SIGNED_IN))

    def _presences(self, records: Sequence[Record]) -> None:
        for record in records:
            report = self._decoded(record, PresenceReported)
            if report is not None:
                written = record.timestamp / 1000 if record.timestamp else time.time()
                self._presence.heard(report, written + report.ttl_seconds)
        self._tell_presence()

    def _tell_presence(self) -> None:
        """Tell every panel who is there, if that changed; also that a report has expired."""
        standings = self._presence.standings(time.time())
        if standings != self._told:
            self._told = standings
            for listener in self._hub.listeners():
                listener.tell(presence_frame(standings))

    def _decoded(self, record: Record, wanted: type[MessageT]) -> MessageT | None:
        """The message, or None for a tombstone or what is none of ours; the feed goes on."""
        if record.value is None:
            return None
        try:
            message = decode(head_of(record.headers).type, record.value, (wanted,))
        except DecodeError:
            self._log.error("record not understood", topic=record.topic, offset=record.offset)
            return None
        return message if isinstance(message, wanted) else None


def _with_heads(records: Sequence[Record]) -> list[tuple[Record, Head]]:
    return [(record, head_of(record.headers)) for record in records]
