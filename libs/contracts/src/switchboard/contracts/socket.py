"""The frames of the WebSocket protocol, one JSON object each (see `docs/protocol.md`).

A body in `events`, `tickets`, `analyses` or `notifications` is a message of the contracts, as on
Kafka.
"""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.message import LongText, Part, ShortText
from switchboard.contracts.words import Priority

_LARGEST = 2**63 - 1
"""The largest number that a stream can have."""


class CloseCode(StrEnum):
    """Why the server ends a socket; the numbers are those of RFC 6455 and our own from 4000."""

    RESTARTING = "1012"
    CATCHING_UP = "1013"
    NOT_SIGNED_IN = "4001"
    FOREIGN_ORIGIN = "4003"
    BAD_FRAME = "4007"
    TOO_SLOW = "4008"
    TOO_MANY = "4029"


class Act(StrEnum):
    """What a client may ask of a conversation; who may ask what is checked by the gateway."""

    OPEN = "open"
    SEND_MESSAGE = "send_message"
    REQUEST_HUMAN = "request_human"
    PROVIDE_EMAIL = "provide_email"
    ADD_NOTE = "add_note"
    ACCEPT = "accept"
    TAKE_OVER = "take_over"
    RETURN_TO_AI = "return_to_ai"
    CLOSE = "close"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    SET_PRIORITY = "set_priority"
    SET_USER_EMAIL = "set_user_email"
    ADD_COLLABORATOR = "add_collaborator"
    REMOVE_COLLABORATOR = "remove_collaborator"
    REQUEST_TICKET = "request_ticket"
    CONTINUE_WITH_ASSISTANT = "continue_with_assistant"


class Authenticate(Part):
    """A visitor's first frame: tokens never stand in a URL."""

    frame: Literal["authenticate"] = "authenticate"
    token: str


class Subscribe(Part):
    """Follow a conversation from what the client has seen."""

    frame: Literal["subscribe"] = "subscribe"
    conversation_id: UUID
    after: Annotated[int, Field(le=_LARGEST)] = 0
    """The last `seq` (agents) or `public_seq` (visitors) that the client holds; 0 for none."""


class Unsubscribe(Part):
    """Follow a conversation no longer."""

    frame: Literal["unsubscribe"] = "unsubscribe"
    conversation_id: UUID


class Command(Part):
    """Ask something of a conversation; answered by one `outcome` with the same `id`."""

    frame: Literal["command"] = "command"
    id: ShortText
    """The client's own key; the same key with the same body is the same command (rule N5)."""
    conversation_id: UUID
    act: Act
    text: LongText | None = None
    """The message, the note, the e-mail address, or what a ticket is to be about."""
    member_id: UUID | None = None
    """The member to assign, to add or to remove."""
    although_offline: bool | None = None
    """Whether "assign anyway" was pressed (rule D4)."""
    priority: Priority | None = None
    attachments: Annotated[tuple[UUID, ...], Field(max_length=10)] | None = None
    """The uploaded files that the message or note carries."""


class Standing(Part):
    """The agent went away from this panel, or came back to it (rule P1)."""

    frame: Literal["standing"] = "standing"
    away: bool


class ReadUpTo(Part):
    """The agent has seen a conversation up to a `seq`; an older one changes nothing."""

    frame: Literal["read"] = "read"
    conversation_id: UUID
    seq: Annotated[int, Field(ge=1, le=_LARGEST)]


class Ping(Part):
    """Keeps a connection, and an agent's presence, alive; sent every 20 s."""

    frame: Literal["ping"] = "ping"


ClientFrame = Annotated[
    Authenticate | Subscribe | Unsubscribe | Command | Standing | ReadUpTo | Ping,
    Field(discriminator="frame"),
]


class Ready(Part):
    """The socket is authenticated."""

    frame: Literal["ready"] = "ready"
    member_id: UUID | None = None
    visitor_id: UUID | None = None
    conversation_id: UUID | None = None
    """A visitor's newest conversation, also when it does not exist yet."""


class Subscribed(Part):
    """The state and everything after the client's last number; live `events` follow, no hole."""

    frame: Literal["subscribed"] = "subscribed"
    conversation_id: UUID
    state: ConversationState | None = None
    """For agents."""
    events: tuple[dict[str, JsonValue], ...] = ()
    """`conversation.events` bodies for agents, `conversation.public` bodies for visitors."""
    tickets: tuple[dict[str, JsonValue], ...] = ()
    analyses: tuple[dict[str, JsonValue], ...] = ()


class Events(Part):
    """News of a conversation that the client follows, in order; frames are joined under load."""

    frame: Literal["events"] = "events"
    conversation_id: UUID
    events: tuple[dict[str, JsonValue], ...]


class Inbox(Part):
    """Conversations as they are now, for every agent's list; a newer `seq` replaces an older."""

    frame: Literal["inbox"] = "inbox"
    conversations: tuple[ConversationState, ...]


class Tickets(Part):
    """Tickets as they are now, newest revision wins."""

    frame: Literal["tickets"] = "tickets"
    tickets: tuple[dict[str, JsonValue], ...]


class Analyses(Part):
    """Analyses as they are now, newest version wins."""

    frame: Literal["analyses"] = "analyses"
    analyses: tuple[dict[str, JsonValue], ...]


class Notifications(Part):
    """What this member is told; a withdrawn one disappears."""

    frame: Literal["notifications"] = "notifications"
    notifications: tuple[dict[str, JsonValue], ...]
    unread: int | None = None
    """How many of all that the member is told they have not seen, after this."""


class Presence(Part):
    """Which members are there; whoever is named nowhere is offline (rule P1)."""

    frame: Literal["presence"] = "presence"
    online: tuple[UUID, ...]
    away: tuple[UUID, ...]


class ReadMark(Part):
    """How far a member has read a conversation."""

    conversation_id: UUID
    seq: int
    messages: int
    """How many of its messages and notes; the rest of `ConversationState.messages` is unread."""


class Marks(Part):
    """How far this member has read, at whichever of their panels; the highest `seq` counts."""

    frame: Literal["marks"] = "marks"
    marks: tuple[ReadMark, ...]


class Outcome(Part):
    """What became of a `command`."""

    frame: Literal["outcome"] = "outcome"
    id: ShortText
    status: int
    """As over HTTP: 201 with the stored event, 409 refused, 202 not known yet: repeat the same."""
    event: dict[str, JsonValue] | None = None
    problem: dict[str, JsonValue] | None = None
    """An RFC 9457 problem with the stable `code`."""


class Problem(Part):
    """Something about a frame is wrong; the socket stays open unless a close code follows."""

    frame: Literal["problem"] = "problem"
    code: ShortText
    detail: ShortText


class Pong(Part):
    """The answer to a ping."""

    frame: Literal["pong"] = "pong"


ServerFrame = Annotated[
    Ready
    | Subscribed
    | Events
    | Inbox
    | Tickets
    | Analyses
    | Notifications
    | Presence
    | Marks
    | Outcome
    | Problem
    | Pong,
    Field(discriminator="frame"),
]
