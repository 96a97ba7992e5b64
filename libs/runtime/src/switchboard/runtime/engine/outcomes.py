"""What the sender of a command is told, where no event tells it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import uuid4

from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.message import Message
from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC
from switchboard.runtime.engine.statements import Cause, Speaker, Statement
from switchboard.runtime.roles import Say

_NUMBERS = ("seq", "public_seq")


def outcome_record(
    speaker: Speaker, envelope: Envelope, outcome: Mapping[str, Any], *, repeated: bool = False
) -> list[Statement]:
    """The outcome for whoever waits for it; none if nobody does.

    The partition is the one in this command's header: a repeat may wait elsewhere than the first.
    Where the events are that answered the command is stored, not told: their numbers are their
    readers' alone, and who repeats a command finds its event by the command's id.
    """
    partition = envelope.outcome_partition
    if partition is None or not 0 <= partition < COMMAND_OUTCOMES_TOPIC.partitions:
        return []
    message = CommandOutcome(
        command_id=envelope.id,
        accepted=outcome["accepted"],
        code=outcome.get("code"),
        data=outcome["data"],
        repeated=repeated,
    )
    cause = Cause.of(envelope)
    return [speaker.signal(COMMAND_OUTCOMES_TOPIC, partition, message, uuid4(), cause)]


def answers_of(says: Sequence[Say], said: Sequence[Statement]) -> list[dict[str, Any]]:
    """Where the answers to a command are: ids and numbers, stored with what was decided."""
    return [
        _answer(say, statement) for say, statement in zip(says, said, strict=True) if say.answer
    ]


def _answer(say: Say, statement: Statement) -> dict[str, Any]:
    answer = {"topic": statement.topic, "ce_id": statement.id}
    for name in _numbers_of(type(say.message)):
        answer[name] = getattr(say.message, name)
    return answer


@cache
def _numbers_of(message: type[Message]) -> tuple[str, ...]:
    return tuple(name for name in _NUMBERS if name in message.model_fields)
