"""The conversation service without its guards: each decision is shown a world that needs none.

    python -m tests.integration.races.unguarded consume

Only tests start it, to see that races fail without the guards that they are about.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.message import Message
from switchboard.contracts.words import Status
from switchboard.conversation import main
from switchboard.conversation.handlers import table
from switchboard.conversation.model.conversation import Conversation, Turn
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts

FAR = datetime(9999, 1, 1, tzinfo=UTC)


def always_waiting(state: Conversation, command: Any) -> Conversation:
    """Whoever accepts does not see that somebody has it already (H5)."""
    del command
    return replace(state, status=Status.WAITING_FOR_HUMAN, agent_id=None)


def always_the_ais(state: Conversation, command: Any) -> Conversation:
    """The AI's reply does not see that a human has taken over (C3)."""
    turn = Turn(command.turn, command.epoch, state.user_seq, state.seq, due_at=FAR)
    return replace(state, status=Status.ACTIVE_AI, epoch=command.epoch, turn=turn)


def never_closed_nor_begun(state: Conversation, command: Any) -> Conversation | None:
    """A user's message does not see that it is closed (X1), some not that it has begun (X2)."""
    if command.text.startswith(("first", "late")):
        return None
    return replace(state, closed_at=None, status=Status.WAITING_FOR_HUMAN)


BLIND: dict[type[Message], Callable[[Conversation, Any], Conversation | None]] = {
    commands.AcceptConversation: always_waiting,
    commands.ProposeAiReply: always_the_ais,
    commands.SendUserMessage: never_closed_nor_begun,
}


def blinded(kind: type[Message]) -> table.Answer:
    """The decision of a command, which sees something else than what is so."""
    decide, shown = table.DECISIONS[kind], BLIND[kind]

    def decided(state: Any, message: Any, incoming: Any, facts: Any, now: datetime) -> Any:
        seen = None if state is None else shown(state, message)
        return decide(seen, message, incoming, facts, now)

    return decided


def believing_everyone_away(decide: table.DueAnswer) -> table.DueAnswer:
    """The decision of a deadline, which sees nobody there (H9)."""

    def decided(state: Conversation, timer: UUID, facts: Facts, now: datetime) -> Any:
        nobody = replace(facts, online=frozenset(), away=frozenset(), seen={}, presence_known=True)
        return decide(state, timer, nobody, now)

    return decided


def take_the_guards_away() -> None:
    """Blind the decisions, and let accepting leave the deadline of the queue armed (H10)."""
    table.DECISIONS = {**table.DECISIONS, **{kind: blinded(kind) for kind in BLIND}}
    absence = believing_everyone_away(table.DUE[DeadlineKind.ABSENCE])
    table.DUE = {**table.DUE, DeadlineKind.ABSENCE: absence}
    disarmed = Conversation.disarmed

    def kept(state: Conversation, *kinds: DeadlineKind) -> Conversation:
        return disarmed(state, *(kind for kind in kinds if kind is not DeadlineKind.ACCEPTANCE))

    setattr(Conversation, "disarmed", kept)  # noqa: B010 - a guard is taken away


if __name__ == "__main__":
    take_the_guards_away()
    sys.exit(main.main(sys.argv[1:]))
