"""Who follows what: from one conversation's news to the sockets that asked for it."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, Protocol
from uuid import UUID

from switchboard.gateway.model.principals import Agent


class News(NamedTuple):
    """One event of a conversation."""

    number: int
    body: bytes


class Follower(Protocol):
    """A subscription of a socket to one conversation."""

    def hear(self, news: list[News], frame: "SharedFrame") -> None:
        """Take news in order; `frame` holds exactly these, joined once for all followers."""

    def tell(self, frame: str) -> None:
        """Send a frame that has no number."""


class Endable(Protocol):
    """A socket."""

    def end(self, code: int) -> None:
        """Close the socket."""


class Listener(Endable, Protocol):
    """A team socket."""

    agent: Agent

    def look_again(self) -> None:
        """Find out soon whether the member still may be here."""

    def tell(self, frame: str | bytes, then: Callable[[], None] | None = None) -> None:
        """Send a frame; `then` is called once the socket has it.

        Bytes are the UTF-8 of one that many sockets hear.
        """


class Guest(Endable, Protocol):
    """A visitor's socket."""

    visitor_id: UUID

    def look_again(self) -> None:
        """Find out soon who the visitor is now, and whether they still may be here."""


class SharedFrame:
    """The frame of some news, written when the first follower wants it."""

    __slots__ = ("_conversation", "_frame", "_news")

    def __init__(self, conversation: str, news: list[News]) -> None:
        self._conversation = conversation
        self._news = news
        self._frame: bytes | None = None

    def text(self) -> bytes:
        """The frame."""
        if self._frame is None:
            self._frame = events_frame(self._conversation, self._news)
        return self._frame


def events_frame(conversation: str, news: list[News]) -> bytes:
    """An `events` frame with the records' own JSON, as the bytes that all its sockets are sent."""
    joined = b",".join([item.body for item in news])
    return b'{"frame":"events","conversation_id":"%b","events":[%b]}' % (
        conversation.encode(),
        joined,
    )


class Feed:
    """The followers of one numbered stream: the team's, or the public one."""

    def __init__(self) -> None:
        self._followers: dict[str, list[Follower]] = {}

    def follow(self, conversation: str, follower: Follower) -> None:
        """From now on the follower hears the conversation."""
        self._followers.setdefault(conversation, []).append(follower)

    def unfollow(self, conversation: str, follower: Follower) -> None:
        """The follower hears it no longer."""
        followers = self._followers.get(conversation)
        if followers and follower in followers:
            followers.remove(follower)
            if not followers:
                del self._followers[conversation]

    def followed(self, conversation: str) -> bool:
        """Whether anybody here follows it."""
        return conversation in self._followers

    def spread(self, conversation: str, news: list[News]) -> None:
        """Give news to every follower."""
        frame = SharedFrame(conversation, news)
        for follower in list(self._followers.get(conversation, ())):
            follower.hear(news, frame)

    def tell(self, conversation: str, frame: str) -> None:
        """Give every follower a frame without a number."""
        for follower in list(self._followers.get(conversation, ())):
            follower.tell(frame)


class Hub:
    """Everybody who listens at this process."""

    def __init__(self) -> None:
        self.team = Feed()
        self.public = Feed()
        self._sockets: set[Endable] = set()
        self._listeners: dict[UUID, set[Listener]] = defaultdict(set)
        self._guests: dict[UUID, set[Guest]] = defaultdict(set)

    def opened(self, socket: Endable) -> None:
        """A socket of any kind opened."""
        self._sockets.add(socket)

    def ended(self, socket: Endable) -> None:
        """It ended."""
        self._sockets.discard(socket)

    def everybody(self) -> list[Endable]:
        """Every socket."""
        return list(self._sockets)

    def join(self, listener: Listener) -> None:
        """A team socket opened."""
        self._listeners[listener.agent.member_id].add(listener)

    def leave(self, listener: Listener) -> None:
        """A team socket ended."""
        listeners = self._listeners.get(listener.agent.member_id)
        if listeners is not None:
            listeners.discard(listener)
            if not listeners:
                del self._listeners[listener.agent.member_id]

    def welcome(self, guest: Guest) -> None:
        """A visitor's socket opened."""
        self._guests[guest.visitor_id].add(guest)

    def see_off(self, guest: Guest) -> None:
        """A visitor's socket ended."""
        guests = self._guests.get(guest.visitor_id)
        if guests is not None:
            guests.discard(guest)
            if not guests:
                del self._guests[guest.visitor_id]

    def look_again(self, visitor_id: UUID) -> None:
        """A visitor was identified or revoked (rules I1, I5)."""
        for guest in list(self._guests.get(visitor_id, ())):
            guest.look_again()

    def all_look_again(self) -> None:
        """What ended for a while was told to nobody here."""
        guests = [guest for group in self._guests.values() for guest in group]
        for listener in self.listeners():
            listener.look_again()
        for guest in guests:
            guest.look_again()

    def listeners(self) -> list[Listener]:
        """Every team socket."""
        return [listener for group in self._listeners.values() for listener in group]

    def tell_team(self, frame: str) -> None:
        """A frame for every team socket."""
        for listener in self.listeners():
            listener.tell(frame)

    def tell_member(
        self, member_id: UUID, frame: str, then: Callable[[], None] | None = None
    ) -> None:
        """A frame for one member's sockets; `then` is called when a panel of theirs has it."""
        for listener in self._listeners.get(member_id, ()):
            listener.tell(frame, then if listener.agent.api_key is None else None)

    def end_credential(self, credential: bytes, code: int) -> None:
        """Close the sockets of a session or API key that ended."""
        for listener in self.listeners():
            if listener.agent.credential == credential:
                listener.end(code)

    def end_member(self, member_id: UUID, code: int) -> None:
        """Close the sockets of a member who may no longer sign in (rule H9)."""
        for listener in list(self._listeners.get(member_id, ())):
            listener.end(code)
