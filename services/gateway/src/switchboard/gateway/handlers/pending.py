"""Commands that wait for their decision: futures by command id (design §5)."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

from switchboard.contracts.events.outcome import CommandOutcome

DECISION_SECONDS = 2.0
"""After this a command is answered as undecided; its sender repeats it."""

_SWEEP_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Stated:
    """The event that answers the command, as the JSON text of its record."""

    body: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was stated as an outcome, not as an event."""

    outcome: CommandOutcome


@dataclass(frozen=True, slots=True)
class Undecided:
    """No decision yet."""


Answer: TypeAlias = Stated | Decided | Undecided


def is_accepted(answer: Answer) -> bool:
    """Whether the command was accepted, be it that nothing had to change."""
    if isinstance(answer, Stated):
        return True
    return isinstance(answer, Decided) and answer.outcome.accepted


@dataclass(slots=True, eq=False)
class _Waiter:
    topics: frozenset[str]
    proofs: tuple[str, ...]
    future: "asyncio.Future[Answer]"


class PendingCommands:
    """The commands of this process that are on their way."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()  # asked for once: it costs a system call
        self._waiters: dict[bytes, list[_Waiter]] = {}
        self._deadlines: deque[tuple[float, bytes, _Waiter]] = deque()
        self._sweeping: asyncio.TimerHandle | None = None

    def expect(
        self, command_id: bytes, topics: frozenset[str], proofs: tuple[str, ...]
    ) -> "asyncio.Future[Answer]":
        """Wait for the answer of a command; the future always ends, at last with `Undecided`.

        An event of `topics` that is marked as its answer ends it. `proofs` must be parts of that
        event, so that one that answers another body under the same id (rule N5) is not taken.
        """
        waiter = _Waiter(topics, proofs, self._loop.create_future())
        self._waiters.setdefault(command_id, []).append(waiter)
        self._deadlines.append((self._loop.time() + DECISION_SECONDS, command_id, waiter))
        if self._sweeping is None:
            self._sweeping = self._loop.call_later(_SWEEP_SECONDS, self._sweep)
        return waiter.future

    def stated(self, topic: str, command_id: bytes, body: bytes) -> None:
        """An event marked as the answer of a command was heard."""
        text = body.decode()
        for waiter in self._answered_by(topic, command_id, text):
            self._finish(command_id, waiter, Stated(text))

    def waits_for(self, command_id: bytes) -> bool:
        """Whether anybody here waits for this command."""
        return command_id in self._waiters

    def decided(self, command_id: bytes, outcome: CommandOutcome) -> None:
        """An outcome was heard."""
        for waiter in list(self._waiters.get(command_id, ())):
            self._finish(command_id, waiter, Decided(outcome))

    def left_undecided(self, topic: str, command_id: bytes, body: bytes) -> None:
        """What was heard may not be its answer: its sender repeats it, and the read model tells."""
        for waiter in self._answered_by(topic, command_id, body.decode()):
            self._finish(command_id, waiter, Undecided())

    def give_up(self) -> None:
        """The feed was interrupted: what was decided meanwhile is not known here."""
        for command_id, waiters in list(self._waiters.items()):
            for waiter in list(waiters):
                self._finish(command_id, waiter, Undecided())

    def _answered_by(self, topic: str, command_id: bytes, text: str) -> list[_Waiter]:
        return [
            waiter
            for waiter in self._waiters.get(command_id, ())
            if topic in waiter.topics and all(proof in text for proof in waiter.proofs)
        ]

    def _finish(self, command_id: bytes, waiter: _Waiter, answer: Answer) -> None:
        if not waiter.future.done():
            waiter.future.set_result(answer)
        waiters = self._waiters.get(command_id)
        if waiters is None or waiter not in waiters:
            return
        waiters.remove(waiter)
        if not waiters:
            del self._waiters[command_id]

    def _sweep(self) -> None:
        now = self._loop.time()
        while self._deadlines:
            deadline, command_id, waiter = self._deadlines[0]
            if deadline > now and not waiter.future.done():
                break
            self._deadlines.popleft()
            if command_id in self._waiters:  # not answered, or its asker went away
                self._finish(command_id, waiter, Undecided())
        self._sweeping = (
            self._loop.call_later(_SWEEP_SECONDS, self._sweep) if self._deadlines else None
        )
