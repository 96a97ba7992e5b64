"""The commands that come over one socket: in order, so many at a time, each answered once."""

import asyncio
from collections.abc import Callable
from functools import partial

from switchboard.contracts.socket import Command
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.frames import outcome_frame, refused_frame
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import Answer, Decided
from switchboard.gateway.model.principals import Principal
from switchboard.gateway.model.problems import ProblemError
from switchboard.gateway.model.wish import Wish

_MOST_IN_FLIGHT = 256


class Commanding:
    """Sends commands on and tells their outcomes when they are known."""

    def __init__(self, services: Services, tell: Callable[[str], None]) -> None:
        self._services = services
        self._tell = tell
        self._in_flight = asyncio.Semaphore(_MOST_IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, frame: Command, principal: Principal) -> None:
        """Send the command behind those before it; its outcome follows when it is known."""
        try:
            ask = await self._services.asking.ask_for(principal, _wish(frame))
            answer = await self._posted(ask)
        except ProblemError as problem:
            self._tell(refused_frame(frame.id, problem))
            return
        answer.add_done_callback(partial(self._answered, frame.id, ask))

    def stop(self) -> None:
        """Nobody is there to be told any more."""
        for task in self._tasks:
            task.cancel()

    async def _posted(self, ask: Ask) -> "asyncio.Future[Answer]":
        """Send the command once there is a place for it, which its answer gives back."""
        await self._in_flight.acquire()
        try:
            return await self._services.commands.post(ask)
        except ProblemError:
            self._in_flight.release()
            raise

    def _answered(self, key: str, ask: Ask, future: "asyncio.Future[Answer]") -> None:
        self._in_flight.release()
        answer = future.result()
        if ask.files or (isinstance(answer, Decided) and answer.outcome.repeated):
            task = asyncio.ensure_future(self._answer_finished(key, ask, answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._tell(outcome_frame(key, answer))

    async def _answer_finished(self, key: str, ask: Ask, answer: Answer) -> None:
        self._tell(outcome_frame(key, await self._services.commands.finished(ask, answer)))


def _wish(frame: Command) -> Wish:
    return Wish(
        frame.act,
        frame.conversation_id,
        frame.id,
        text=frame.text,
        member_id=frame.member_id,
        although_offline=frame.although_offline or False,
        priority=frame.priority,
        attachment_ids=tuple(dict.fromkeys(frame.attachments or ())),
    )
