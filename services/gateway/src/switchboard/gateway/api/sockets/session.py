"""One open socket: reads frames in order, sends what is queued, ends with a code."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from switchboard.contracts.socket import (
    CloseCode,
    Command,
    Ping,
    ReadUpTo,
    Standing,
    Subscribe,
    Unsubscribe,
)
from switchboard.gateway.api.callers import address_of
from switchboard.gateway.api.fanout.following import Feed
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.commanding import Commanding
from switchboard.gateway.api.sockets.frames import (
    PONG,
    BadFrameError,
    problem_frame,
    read_frame,
    refused_frame,
)
from switchboard.gateway.api.sockets.outbox import Frame, Outbox, Sent
from switchboard.gateway.api.sockets.subscription import Read, Subscription
from switchboard.gateway.api.sockets.wire import framed, wire_of
from switchboard.gateway.handlers.limits import too_many
from switchboard.gateway.model.principals import Principal
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.outage import OUTAGE

_MOST_SUBSCRIPTIONS = 500
_MOST_BAD_FRAMES = 20
_CLOSE_SECONDS = 2.0
_LONGEST_REST_SECONDS = 1.0
"""Without reading: a client that has slowed down is heard again after this."""


class Session:
    """What agents' and visitors' sockets have in common."""

    def __init__(
        self, socket: WebSocket, services: Services, principal: Principal, feed: Feed
    ) -> None:
        limits = services.limits
        self._claims = (limits.of_principal(principal), limits.of_address(address_of(socket)))
        self._socket = socket
        self._wire = wire_of(socket)
        self._services = services
        self._principal = principal
        self._feed = feed
        self.outbox = Outbox()
        self._subscriptions: dict[UUID, Subscription] = {}
        self._commanding = Commanding(services, self.tell)
        self._bad_frames = 0
        self._heard_at = asyncio.get_running_loop().time()

    async def may_follow(self, conversation_id: UUID) -> None:
        """Return if the client may follow the conversation.

        Raises:
            ProblemError: it may not.
        """
        raise NotImplementedError

    def snapshots(self, conversation_id: UUID) -> Read:
        """How the conversation's snapshots are read."""
        raise NotImplementedError

    async def begin(self) -> None:
        """Send what the client hears first."""
        raise NotImplementedError

    def tell(self, frame: Frame, then: Sent | None = None) -> None:
        """Send a frame; `then` is called once the socket has it."""
        self.outbox.put(frame, then)

    def end(self, code: int) -> None:
        """Close the socket."""
        self.outbox.close(code)

    async def run(self) -> None:
        """Serve the socket until either side ends it."""
        if not self._services.is_open:
            # Whoever lost something while this socket was let in could not tell it so.
            self.end(int(CloseCode.CATCHING_UP))
            await self._say_goodbye()
            return
        running = {
            asyncio.ensure_future(self._read_all()),
            asyncio.ensure_future(self.outbox.send_all(self._send)),
            asyncio.ensure_future(self._watch()),
        }
        self._services.hub.opened(self)
        try:
            await _first_of(running, self.outbox.closing)
        finally:
            self._services.hub.ended(self)
            self._stop(running)
        await asyncio.wait(running)
        mistake = self._mistake_of(running)
        await self._say_goodbye()
        if mistake is not None:
            raise mistake

    def _mistake_of(self, ended: set[asyncio.Task[None]]) -> BaseException | None:
        """What a task ended with, unless the client just went; an outage asks it to come again."""
        for task in ended:
            error = None if task.cancelled() else task.exception()
            if isinstance(error, OUTAGE):
                self.end(int(CloseCode.CATCHING_UP))
            elif error is not None and not isinstance(error, WebSocketDisconnect):
                return error
        return None

    def _stop(self, running: set[asyncio.Task[None]]) -> None:
        for subscription in self._subscriptions.values():
            subscription.stop()
        self._commanding.stop()
        for task in running:
            task.cancel()

    async def _say_goodbye(self) -> None:
        """Send what is queued and the close code, unless the client is gone or too slow."""
        closing = self.outbox.closing
        code = closing.result() if closing.done() else None
        if code is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                if code != int(CloseCode.TOO_SLOW):
                    await self.outbox.flush(self._send)
                await self._socket.close(code)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            return  # the client is gone; it resumes from its last number

    async def _send(self, frames: Sequence[Frame]) -> None:
        await self._wire.writable.wait()
        self._wire.write([framed(frame) for frame in frames])

    async def _watch(self) -> None:
        """End the socket when nothing was heard for too long: the client is gone (rule P1)."""
        loop, silence = asyncio.get_running_loop(), self._services.silence_seconds
        left = silence
        while left > 0:
            await asyncio.sleep(left)
            left = self._heard_at + silence - loop.time()
        self.end(int(CloseCode.RESTARTING))

    async def _read_all(self) -> None:
        await self.begin()
        loop = asyncio.get_running_loop()
        while True:
            heard = await self._wire.read()
            self._heard_at = loop.time()
            if heard is None:
                return
            if isinstance(heard, bytes):
                self.end(int(CloseCode.BAD_FRAME))
                return
            await self._take(heard)

    async def _take(self, text: str) -> None:
        try:
            frame = read_frame(text)
        except BadFrameError as bad:
            self._complain(bad)
            return
        seconds = self._services.limits.wait(self._claims, self._heard_at)
        if seconds:
            await self._slow_down(frame, seconds)
            return
        handle = _HANDLERS.get(type(frame))
        if handle is not None:
            await handle(self, frame)

    async def _slow_down(self, frame: Any, seconds: float) -> None:
        """Refuse the frame and read no further for a while: what comes meanwhile waits in the net.

        So a flood costs this process no more than its pace allows, however fast it comes.
        """
        problem = too_many(Code.TOO_MANY_REQUESTS, seconds)
        if isinstance(frame, Command):
            self.tell(refused_frame(frame.id, problem))
        else:
            self.tell(problem_frame(Code.TOO_MANY_REQUESTS, f"wait {seconds:.1f} s"))
        await asyncio.sleep(min(seconds, _LONGEST_REST_SECONDS))

    def _complain(self, bad: BadFrameError) -> None:
        """Answer what is no frame; the socket ends if it is hopeless."""
        self._bad_frames += 1
        problem = ProblemError(Code.INVALID_REQUEST, data={"errors": bad.places})
        if bad.command is not None:
            self.tell(refused_frame(bad.command, problem))
        else:
            self.tell(problem_frame(Code.INVALID_FRAME, "the frame is none of the protocol's"))
        if bad.fatal or self._bad_frames > _MOST_BAD_FRAMES:
            self.end(int(CloseCode.BAD_FRAME))

    async def stand(self, frame: Standing) -> None:
        """Note whether the client is there; only members' presence is kept."""
        del frame

    async def read_up_to(self, frame: ReadUpTo) -> None:
        """Note how far the client has read; only members' marks are kept."""
        del frame

    async def _ping(self, _: Ping) -> None:
        self.tell(PONG)

    async def _subscribe(self, frame: Subscribe) -> None:
        if len(self._subscriptions) >= _MOST_SUBSCRIPTIONS:
            self._refuse_subscription(frame, ProblemError(Code.TOO_MANY_SUBSCRIPTIONS))
            return
        try:
            await self.may_follow(frame.conversation_id)
        except ProblemError as problem:
            self._refuse_subscription(frame, problem)
            return
        await self._unsubscribe(Unsubscribe(conversation_id=frame.conversation_id))
        subscription = Subscription(
            str(frame.conversation_id),
            max(frame.after, 0),
            outbox=self.outbox,
            feed=self._feed,
            read=self.snapshots(frame.conversation_id),
        )
        self._subscriptions[frame.conversation_id] = subscription
        subscription.start()

    def _refuse_subscription(self, frame: Subscribe, problem: ProblemError) -> None:
        if problem.code == Code.CATCHING_UP:
            self.end(int(CloseCode.CATCHING_UP))
            return
        self.tell(problem_frame(Code(problem.code), f"subscribe {frame.conversation_id}"))

    async def _unsubscribe(self, frame: Unsubscribe) -> None:
        subscription = self._subscriptions.pop(frame.conversation_id, None)
        if subscription is not None:
            subscription.stop()

    async def _command(self, frame: Command) -> None:
        await self._commanding.command(frame, self._principal)


_HANDLERS: Mapping[type[Any], Callable[[Session, Any], Any]] = {
    Subscribe: Session._subscribe,  # noqa: SLF001 - the table of this class
    Unsubscribe: Session._unsubscribe,  # noqa: SLF001
    Command: Session._command,  # noqa: SLF001
    Standing: lambda session, frame: session.stand(frame),
    ReadUpTo: lambda session, frame: session.read_up_to(frame),
    Ping: Session._ping,  # noqa: SLF001
}


async def _first_of(tasks: Iterable["asyncio.Future[Any]"], closing: "asyncio.Future[Any]") -> None:
    """Return when a task ended or the socket has to."""
    await asyncio.wait([*tasks, closing], return_when=asyncio.FIRST_COMPLETED)
