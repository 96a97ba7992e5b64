"""The registry: every topic, its key, messages, producer, consumers, retention and purpose.

Topic creation, schemas, AsyncAPI, the event catalogue and `switchboard who` are generated from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from switchboard.contracts.commands.analysis import ANALYSIS_COMMANDS
from switchboard.contracts.commands.assistant import ASSISTANT_COMMANDS
from switchboard.contracts.commands.conversation import CONVERSATION_COMMANDS
from switchboard.contracts.commands.notification import NOTIFICATION_COMMANDS
from switchboard.contracts.commands.team import TEAM_COMMANDS
from switchboard.contracts.commands.ticketing import TICKETING_COMMANDS
from switchboard.contracts.events.analysis import ANALYSIS_EVENTS
from switchboard.contracts.events.assistant import ASSISTANT_EVENTS, AssistantSettings
from switchboard.contracts.events.conversation import CONVERSATION_EVENTS
from switchboard.contracts.events.notification import NOTIFICATION_EVENTS
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.public import PUBLIC_EVENTS
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.events.team import MemberState, PresenceReported
from switchboard.contracts.events.ticketing import TICKETING_EVENTS
from switchboard.contracts.message import Message


class Cleanup(StrEnum):
    """What the broker does with old records."""

    DELETE = "delete"
    COMPACT = "compact"
    COMPACT_AND_DELETE = "compact,delete"


class Start(StrEnum):
    """Where a consumer that has read nothing yet begins."""

    AT_START = "start"
    """Projections: they want the whole history."""
    AT_END = "end"
    """Consumers with effects outside: what is long past is not done again."""


class Kind(StrEnum):
    """What a topic's records are."""

    COMMANDS = "commands"
    EVENTS = "events"
    SNAPSHOTS = "snapshots"
    SIGNALS = "signals"


@dataclass(frozen=True)
class Topic:
    """One topic of the registry.

    Attributes:
        key: what the record key names.
        producers: the one service that says its records; for commands, all who may.
        consumers: the services that hear it, and where each begins without history.
        positioned: whether an engine feeds it through its outbox, so that records carry `pos`.
    """

    name: str
    kind: Kind
    key: str
    messages: tuple[type[Message], ...]
    producers: tuple[str, ...]
    consumers: Mapping[str, Start]
    partitions: int
    retention: timedelta
    purpose: str
    cleanup: Cleanup = Cleanup.DELETE
    positioned: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "positioned", self.kind in (Kind.EVENTS, Kind.SNAPSHOTS))


_WEEK = timedelta(days=7)
_MONTH = timedelta(days=30)
_S, _E = Start.AT_START, Start.AT_END

CONVERSATION_COMMANDS_TOPIC = Topic(
    name="conversation.commands",
    kind=Kind.COMMANDS,
    key="conversation id",
    messages=CONVERSATION_COMMANDS,
    producers=("gateway", "assistant", "ticketing", "conversation"),
    consumers={"conversation": _S},
    partitions=12,
    retention=_WEEK,
    purpose="What somebody asks of a conversation; the conversation service decides.",
)
CONVERSATION_EVENTS_TOPIC = Topic(
    name="conversation.events",
    kind=Kind.EVENTS,
    key="conversation id",
    messages=CONVERSATION_EVENTS,
    producers=("conversation",),
    consumers={
        "gateway": _S,
        "assistant": _E,
        "analysis": _E,
        "notification": _E,
        "ticketing": _S,
    },
    partitions=12,
    retention=_MONTH,
    purpose="Every fact of every conversation, for the team only, with a gap-free seq.",
)
CONVERSATION_PUBLIC_TOPIC = Topic(
    name="conversation.public",
    kind=Kind.EVENTS,
    key="conversation id",
    messages=PUBLIC_EVENTS,
    producers=("conversation",),
    consumers={"gateway": _S, "assistant": _S, "analysis": _S},
    partitions=12,
    retention=_MONTH,
    purpose="What the user of a conversation may see, with a gap-free public_seq of its own.",
)
CONVERSATION_STATE_TOPIC = Topic(
    name="conversation.state",
    kind=Kind.SNAPSHOTS,
    key="conversation id",
    messages=(ConversationState,),
    producers=("conversation",),
    consumers={"gateway": _S},
    partitions=12,
    retention=_MONTH,
    cleanup=Cleanup.COMPACT,
    purpose="The newest snapshot of each conversation.",
)
COMMAND_OUTCOMES_TOPIC = Topic(
    name="command.outcomes",
    kind=Kind.SIGNALS,
    key="command id",
    messages=(CommandOutcome,),
    producers=("conversation", "ticketing", "analysis", "assistant", "notification", "gateway"),
    consumers={"gateway": _E},
    partitions=12,
    retention=timedelta(hours=1),
    purpose="Refusals, repeats and acceptances without an event, to the gateway that waits.",
)
TICKETING_COMMANDS_TOPIC = Topic(
    name="ticketing.commands",
    kind=Kind.COMMANDS,
    key="conversation id",
    messages=TICKETING_COMMANDS,
    producers=("gateway",),
    consumers={"ticketing": _S},
    partitions=12,
    retention=_WEEK,
    purpose="What somebody asks of the tickets of a conversation.",
)
TICKETING_EVENTS_TOPIC = Topic(
    name="ticketing.events",
    kind=Kind.EVENTS,
    key="conversation id",
    messages=TICKETING_EVENTS,
    producers=("ticketing",),
    consumers={"gateway": _S},
    partitions=12,
    retention=_MONTH,
    purpose="What happened to tickets; each event carries the ticket as it is.",
)
ANALYSIS_COMMANDS_TOPIC = Topic(
    name="analysis.commands",
    kind=Kind.COMMANDS,
    key="conversation id or workspace",
    messages=ANALYSIS_COMMANDS,
    producers=("gateway", "analysis"),
    consumers={"analysis": _S},
    partitions=12,
    retention=_WEEK,
    purpose="Analyse a closed conversation; what the workers found; fields to extract.",
)
ANALYSIS_EVENTS_TOPIC = Topic(
    name="analysis.events",
    kind=Kind.EVENTS,
    key="conversation id or workspace",
    messages=ANALYSIS_EVENTS,
    producers=("analysis",),
    consumers={"gateway": _S},
    partitions=12,
    retention=_MONTH,
    purpose="Post-chat analyses: started, completed, failed; the fields as they are.",
)
ASSISTANT_COMMANDS_TOPIC = Topic(
    name="assistant.commands",
    kind=Kind.COMMANDS,
    key="conversation id, article id or workspace",
    messages=ASSISTANT_COMMANDS,
    producers=("gateway", "assistant"),
    consumers={"assistant": _S},
    partitions=12,
    retention=_WEEK,
    purpose="Runs to start, stop and finish; articles to import; settings to change.",
)
ASSISTANT_EVENTS_TOPIC = Topic(
    name="assistant.events",
    kind=Kind.EVENTS,
    key="conversation id or article id",
    messages=ASSISTANT_EVENTS,
    producers=("assistant",),
    consumers={"gateway": _S},
    partitions=12,
    retention=_MONTH,
    purpose="Every run of the AI with its provenance, and the articles as they are.",
)
ASSISTANT_SETTINGS_TOPIC = Topic(
    name="assistant.settings",
    kind=Kind.SNAPSHOTS,
    key="workspace",
    messages=(AssistantSettings,),
    producers=("assistant",),
    consumers={"conversation": _S, "gateway": _S},
    partitions=1,
    retention=_MONTH,
    cleanup=Cleanup.COMPACT,
    purpose="Whether the AI answers, and how.",
)
NOTIFICATION_COMMANDS_TOPIC = Topic(
    name="notification.commands",
    kind=Kind.COMMANDS,
    key="member id or workspace",
    messages=NOTIFICATION_COMMANDS,
    producers=("gateway", "notification"),
    consumers={"notification": _S},
    partitions=3,
    retention=_WEEK,
    purpose="Tell a member, take back what is moot, and what became of it; what waits.",
)
NOTIFICATION_EVENTS_TOPIC = Topic(
    name="notification.events",
    kind=Kind.EVENTS,
    key="member id",
    messages=NOTIFICATION_EVENTS,
    producers=("notification",),
    consumers={"gateway": _S},
    partitions=3,
    retention=_MONTH,
    purpose="Who was told what, and how it went.",
)
TEAM_COMMANDS_TOPIC = Topic(
    name="team.commands",
    kind=Kind.COMMANDS,
    key="member id",
    messages=TEAM_COMMANDS,
    producers=("gateway",),
    consumers={"gateway": _S},
    partitions=1,
    retention=_WEEK,
    purpose="Add and change team members.",
)
TEAM_MEMBERS_TOPIC = Topic(
    name="team.members",
    kind=Kind.SNAPSHOTS,
    key="member id",
    messages=(MemberState,),
    producers=("gateway",),
    consumers={"gateway": _S, "conversation": _S},
    partitions=1,
    retention=_MONTH,
    cleanup=Cleanup.COMPACT,
    purpose="The team as it is.",
)
TEAM_PRESENCE_TOPIC = Topic(
    name="team.presence",
    kind=Kind.SIGNALS,
    key="gateway id",
    messages=(PresenceReported,),
    producers=("gateway",),
    consumers={"conversation": _S, "gateway": _E},
    partitions=1,
    retention=timedelta(days=1),
    cleanup=Cleanup.COMPACT_AND_DELETE,
    purpose="Which members have a live connection, one record a gateway process.",
)
TOPICS: tuple[Topic, ...] = (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    COMMAND_OUTCOMES_TOPIC,
    TICKETING_COMMANDS_TOPIC,
    TICKETING_EVENTS_TOPIC,
    ANALYSIS_COMMANDS_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TEAM_COMMANDS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TEAM_PRESENCE_TOPIC,
)
"""Every topic there is."""


def topic_named(name: str) -> Topic:
    """The topic of this name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


_BY_NAME = {topic.name: topic for topic in TOPICS}
