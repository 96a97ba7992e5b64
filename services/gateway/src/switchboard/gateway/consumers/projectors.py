"""What is mirrored: one source topic a table, each as it stands on the topic."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from switchboard.contracts.events.analysis import (
    FIELDS_EVENTS,
    VERSION_EVENTS,
    AnalysisCompleted,
)
from switchboard.contracts.events.assistant import ArticleImported
from switchboard.contracts.events.notification import (
    PANEL_EVENTS,
    NotificationSeen,
    PreferencesChanged,
)
from switchboard.contracts.events.team import MemberState
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TICKETING_EVENTS_TOPIC,
    Start,
    Topic,
)
from switchboard.gateway.consumers.deeds import DEEDS, Deeds
from switchboard.gateway.consumers.erasures import ERASURES, Erasures
from switchboard.gateway.consumers.public_timeline import PublicTimeline
from switchboard.gateway.model.audit import ACTS, conversation_act
from switchboard.gateway.store import mirrors
from switchboard.gateway.store.audit import mirror_acts
from switchboard.gateway.store.field_sets import mirror_field_sets
from switchboard.gateway.store.notifications import mirror_notifications, mirror_preferences
from switchboard.gateway.store.team import mirror_members
from switchboard.runtime.roles import Incoming

Row = tuple[Any, ...]


@dataclass(eq=False)
class Mirror:
    """A projector: each message becomes a row, all rows of a poll one statement.

    Attributes:
        row: the columns, in the order that `store` takes.
    """

    source: Topic
    row: Callable[[Incoming], Row]
    store: Callable[[Any, Sequence[Row]], Awaitable[None]]
    wanted: tuple[type[Message], ...]
    newest_only: bool = False
    """Whether only the last message of each key counts: snapshots."""
    start: Start = Start.AT_START

    async def apply(self, connection: Any, events: Sequence[Incoming]) -> None:
        """Store what a poll heard."""
        if self.newest_only:
            events = list({event.message.key: event for event in events}.values())
        rows = [self.row(event) for event in events]
        if rows:
            await self.store(connection, rows)


def _body(event: Incoming) -> str:
    return event.body.decode()


def _conversation(event: Incoming) -> Row:
    state: Any = event.message
    return (
        state.conversation_id,
        state.visitor_id,
        state.person.person_id if state.person else None,
        state.previous_conversation_id,
        state.seq,
        state.public_seq,
        state.status.value,
        state.opened_at,
        _body(event),
        state.agent_id,
        state.priority.value,
        state.channel.value,
        state.user_name,
        state.user_email,
    )


def _timeline(event: Incoming) -> Row:
    fact: Any = event.message
    return (fact.conversation_id, fact.seq, fact.type, event.envelope.answer_to, _body(event))


def _ticket(event: Incoming) -> Row:
    ticket: Any = event.message
    return (
        ticket.ticket_id,
        ticket.conversation_id,
        ticket.revision,
        ticket.number,
        ticket.status.value,
        ticket.assignee_id,
        ticket.priority.value,
        ticket.at,
        event.envelope.answer_to,
        _body(event),
    )


def _analysis(event: Incoming) -> Row:
    fact: Any = event.message
    return (
        fact.conversation_id,
        fact.analysis_version,
        fact.type,
        event.envelope.answer_to,
        _body(event),
        fact.sentiment.value if isinstance(fact, AnalysisCompleted) else None,
    )


def _field_set(event: Incoming) -> Row:
    fact: Any = event.message
    return (fact.definitions_version, _body(event))


def _notification(event: Incoming) -> Row:
    fact: Any = event.message
    return (
        fact.notification_id,
        fact.member_id,
        fact.conversation_id,
        fact.type,
        fact.at,
        fact.delivered_at is not None or fact.seen_at is not None,
        fact.seen_at is not None or isinstance(fact, NotificationSeen),
        event.envelope.answer_to,
        _body(event),
    )


def _preferences(event: Incoming) -> Row:
    fact: Any = event.message
    return (fact.member_id, event.envelope.answer_to, _body(event))


def _article(event: Incoming) -> Row:
    article: Any = event.message
    return (article.article_id, article.title, article.url, event.envelope.answer_to, _body(event))


def _settings(event: Incoming) -> Row:
    settings: Any = event.message
    return (settings.workspace, _body(event))


def _member(event: Incoming) -> Row:
    return (event.message,)


def _act(event: Incoming) -> Row:
    return (conversation_act(event.message),)


async def _store_acts(connection: Any, rows: Sequence[Row]) -> None:
    acts = [astuple(act) for (act,) in rows if act is not None]
    if acts:
        await mirror_acts(connection, acts)


async def _store_members(connection: Any, rows: Sequence[Row]) -> None:
    await mirror_members(connection, [row[0] for row in rows])


PROJECTORS: tuple[Mirror | PublicTimeline | Deeds | Erasures, ...] = (
    Mirror(
        CONVERSATION_STATE_TOPIC,
        _conversation,
        mirrors.mirror_conversations,
        CONVERSATION_STATE_TOPIC.messages,
        newest_only=True,
    ),
    Mirror(
        CONVERSATION_EVENTS_TOPIC,
        _timeline,
        mirrors.mirror_timeline,
        CONVERSATION_EVENTS_TOPIC.messages,
    ),
    Mirror(CONVERSATION_EVENTS_TOPIC, _act, _store_acts, ACTS),
    PublicTimeline(),
    Mirror(
        TICKETING_EVENTS_TOPIC, _ticket, mirrors.mirror_tickets, TICKETING_EVENTS_TOPIC.messages
    ),
    Mirror(
        ANALYSIS_EVENTS_TOPIC,
        _analysis,
        mirrors.mirror_analyses,
        VERSION_EVENTS,
    ),
    Mirror(ANALYSIS_EVENTS_TOPIC, _field_set, mirror_field_sets, FIELDS_EVENTS),
    Mirror(
        NOTIFICATION_EVENTS_TOPIC,
        _notification,
        mirror_notifications,
        PANEL_EVENTS,
    ),
    Mirror(NOTIFICATION_EVENTS_TOPIC, _preferences, mirror_preferences, (PreferencesChanged,)),
    Mirror(ASSISTANT_EVENTS_TOPIC, _article, mirrors.mirror_articles, (ArticleImported,)),
    Mirror(
        ASSISTANT_SETTINGS_TOPIC,
        _settings,
        mirrors.mirror_assistant_settings,
        ASSISTANT_SETTINGS_TOPIC.messages,
        newest_only=True,
    ),
    Mirror(TEAM_MEMBERS_TOPIC, _member, _store_members, (MemberState,)),
    *DEEDS,
    *ERASURES,  # behind the mirrors: they overwrite what those of the same poll have stored
)
"""Everything that the read model is made of."""
