"""`/v1/socket/team` and `/v1/socket/visitor`: who comes in, and what they hear first."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from switchboard.contracts.socket import Authenticate, CloseCode, ReadUpTo, Ready, Standing
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC
from switchboard.gateway.api.callers import address_of
from switchboard.gateway.api.cookies import SESSION_COOKIE
from switchboard.gateway.api.fanout.following import Feed
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.frames import (
    BadFrameError,
    marks_frame,
    presence_frame,
    read_frame,
    ready_frame,
)
from switchboard.gateway.api.sockets.session import Session
from switchboard.gateway.api.sockets.snapshots import (
    first_inbox,
    first_notifications,
    public_snapshot,
    team_snapshot,
)
from switchboard.gateway.api.sockets.subscription import Read
from switchboard.gateway.clients.tokens import is_api_key, token_hash
from switchboard.gateway.handlers.limits import TooManyError
from switchboard.gateway.model.permissions import Action
from switchboard.gateway.model.principals import Agent, Principal, Visitor
from switchboard.gateway.store.outage import OUTAGE
from switchboard.gateway.store.read_marks import mark_read, marks_in_open_ones

_AUTHENTICATE_SECONDS = 10.0
_RECHECK_SECONDS = 60.0


class _RecheckedSession(Session):
    """A socket that ends with what opened it."""

    def __init__(
        self, socket: WebSocket, services: Services, principal: Principal, feed: Feed
    ) -> None:
        super().__init__(socket, services, principal, feed)
        self._news = asyncio.Event()

    def look_again(self) -> None:
        """Look soon: something ended or changed, or may have."""
        self._news.set()

    async def recheck(self) -> None:
        """Look at the start, whenever it is asked for, and every minute should nobody ask.

        The first look covers what ended after the door looked and before endings were heard.
        """
        while True:
            self._news.clear()
            with suppress(*OUTAGE):
                await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_RECHECK_SECONDS):
                    await self._news.wait()

    async def _look(self) -> None:
        """End the socket if whoever opened it may not stay."""
        raise NotImplementedError


class TeamSession(_RecheckedSession):
    """An agent's socket."""

    def __init__(self, socket: WebSocket, services: Services, agent: Agent) -> None:
        super().__init__(socket, services, agent, services.hub.team)
        self.agent = agent
        self.away = False

    async def stand(self, frame: Standing) -> None:
        """Report a change of this panel's standing (rule P1)."""
        if frame.away != self.away and self.agent.api_key is None:
            self.away = frame.away
            self._services.presence.stands(self.agent.member_id, away=frame.away)

    async def read_up_to(self, frame: ReadUpTo) -> None:
        """Move the member's mark on; all of their panels are told by the database."""
        place = self._services.positions.of(CONVERSATION_EVENTS_TOPIC, str(frame.conversation_id))
        if self.agent.api_key is None and await self._services.progress.reached(place):
            pool = self._services.commands.pool
            await mark_read(pool, self.agent.member_id, frame.conversation_id, frame.seq)

    async def may_follow(self, conversation_id: UUID) -> None:
        """Agents may follow every conversation that exists."""
        await self._services.owners.must_exist(conversation_id)

    def snapshots(self, conversation_id: UUID) -> Read:
        """The team's view."""
        return partial(team_snapshot, self._services, conversation_id)

    async def begin(self) -> None:
        """Send the inbox and the notifications as they are now."""
        inbox = await first_inbox(self._services)
        notifications = await first_notifications(self._services, self.agent)
        if inbox is None or notifications is None:
            self.end(int(CloseCode.CATCHING_UP))
            return
        self.tell(inbox)
        if self.agent.api_key is None:
            pool = self._services.commands.pool
            self.tell(marks_frame(await marks_in_open_ones(pool, self.agent.member_id)))
        self.tell(*notifications)
        self.tell(presence_frame(self._services.presence.standings(time.time())))

    async def _look(self) -> None:
        """End the socket once its session or API key is over."""
        if not _may_stay(await _now(self._services, self.agent)):
            self.end(int(CloseCode.NOT_SIGNED_IN))


class VisitorSession(_RecheckedSession):
    """A visitor's socket; fed from the public stream alone (rule N1)."""

    def __init__(self, socket: WebSocket, services: Services, visitor: Visitor) -> None:
        super().__init__(socket, services, visitor, services.hub.public)
        self._visitor = visitor
        self.visitor_id = visitor.visitor_id

    async def _look(self) -> None:
        """Know who the visitor is; end the socket once their tokens are revoked (rules I1, I5)."""
        visitor = await self._services.identifying.as_known(self._visitor)
        if visitor is None:
            self.end(int(CloseCode.NOT_SIGNED_IN))
        else:
            self._visitor = self._principal = visitor

    async def may_follow(self, conversation_id: UUID) -> None:
        """Visitors may follow what they are shown, also before it exists."""
        await self._services.owners.must_be_shown(self._visitor, conversation_id)

    def snapshots(self, conversation_id: UUID) -> Read:
        """The user's view."""
        return partial(public_snapshot, self._services, conversation_id)

    async def begin(self) -> None:
        """Tell the visitor their newest conversation."""
        target = await self._services.owners.head(self._visitor)
        ready = Ready(visitor_id=self._visitor.visitor_id, conversation_id=target.conversation_id)
        self.tell(ready_frame(ready))


async def team_socket(socket: WebSocket, services: Services) -> None:
    """An agent's socket, from the cookie or API key to the end."""
    await _admit(socket, services, _serve_agent)


async def visitor_socket(socket: WebSocket, services: Services) -> None:
    """A visitor's socket, from the first frame to the end."""
    await _admit(socket, services, _serve_visitor)


async def _admit(
    socket: WebSocket, services: Services, serve: Callable[[WebSocket, Services], Awaitable[None]]
) -> None:
    """Serve the socket, unless it comes from a foreign page, too early or too often."""
    await socket.accept()
    origin = socket.headers.get("origin")
    if origin is not None and origin.lower() != services.origin:
        await socket.close(int(CloseCode.FOREIGN_ORIGIN))
        return
    if not services.is_open:
        await socket.close(int(CloseCode.CATCHING_UP))
        return
    address = address_of(socket)
    try:
        services.limits.take([services.limits.of_address(address)], _clock())
        with services.limits.socket_of_address(address):
            await serve(socket, services)
    except TooManyError as problem:
        await socket.close(int(CloseCode.TOO_MANY), problem.code)


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _serve_agent(socket: WebSocket, services: Services) -> None:
    agent = await _member(socket, services)
    if agent is None or not _may_stay(agent):
        await socket.close(int(CloseCode.NOT_SIGNED_IN))
        return
    services.limits.take([services.limits.of_principal(agent)], _clock())
    session = TeamSession(socket, services, agent)
    session.tell(ready_frame(Ready(member_id=agent.member_id)))
    services.hub.join(session)
    checking = asyncio.ensure_future(session.recheck())
    try:
        with _present(services, session):
            await session.run()
    finally:
        services.hub.leave(session)
        checking.cancel()


async def _serve_visitor(socket: WebSocket, services: Services) -> None:
    visitor = await _authenticated(socket, services)
    if visitor is None:
        return
    services.limits.take([services.limits.of_principal(visitor)], _clock())
    session = VisitorSession(socket, services, visitor)
    services.hub.welcome(session)
    checking = asyncio.ensure_future(session.recheck())
    try:
        with services.limits.socket_of(visitor):
            await session.run()
    finally:
        services.hub.see_off(session)
        checking.cancel()


async def _member(socket: WebSocket, services: Services) -> Agent | None:
    """The member of the API key in the header, else of the cookie."""
    scheme, _, token = socket.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and is_api_key(token):
        return await services.api_keys.agent(token_hash(token))
    session = socket.cookies.get(SESSION_COOKIE)
    return await services.signing_in.agent(session) if session else None


def _may_stay(agent: Agent | None) -> bool:
    return agent is not None and agent.may(Action.CONVERSE)


async def _now(services: Services, agent: Agent) -> Agent | None:
    """The member as they are now, while the session or API key is good."""
    known = services.api_keys if agent.api_key else services.signing_in.accounts
    return await known.agent(agent.credential)


@contextmanager
def _present(services: Services, session: TeamSession) -> Iterator[None]:
    """Count a person's panel as presence (rule P1); a program is nobody who could answer."""
    if session.agent.api_key is not None:
        yield
        return
    services.presence.came(session.agent.member_id)
    try:
        yield
    finally:
        services.presence.left(session.agent.member_id, away=session.away)


async def _authenticated(socket: WebSocket, services: Services) -> Visitor | None:
    """The visitor of the first frame; None, with the socket closed, if there is none."""
    try:
        async with asyncio.timeout(_AUTHENTICATE_SECONDS):
            frame = read_frame(await socket.receive_text())
    except (TimeoutError, KeyError):
        await socket.close(int(CloseCode.NOT_SIGNED_IN))
        return None
    except BadFrameError:
        await socket.close(int(CloseCode.BAD_FRAME))
        return None
    except WebSocketDisconnect:
        return None
    token = frame.token if isinstance(frame, Authenticate) else ""
    try:
        visitor = await services.identifying.visitor(token)
    except OUTAGE:
        await socket.close(int(CloseCode.CATCHING_UP))
        return None
    if visitor is None:
        await socket.close(int(CloseCode.NOT_SIGNED_IN))
    return visitor
